// Made by crategen from the API's description. Changes here are lost: change the description.
//! Makes a client, and one call.

#![allow(deprecated)]

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = chatcaptain::Client::builder()
        .api_key(std::env::var("API_KEY")?)
        .build()?;
    let reply = client.statistics().get_channels("chatbotId").await?;
    println!("{reply:?}");
    Ok(())
}
