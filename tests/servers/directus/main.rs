//! A login, folders, and a file that is uploaded and downloaded: created, read, changed, listed, filtered, refused and deleted.

#[path = "../steps.rs"]
mod steps;

use std::process::ExitCode;

use directus_client::authentication::{LoginBody, LoginBodyRequired};
use directus_client::folders::{CreateFolderBody, UpdateFolderBody};
#[cfg(feature = "learned")]
use directus_client::folders::{GetFolder, GetFolderError};
use directus_client::runtime::{Recorder, ReqwestTransport, Timeouts};
use directus_client::{Client, JsonObject, Multipart, Part};
use serde_json::json;
use steps::{Steps, Stop};

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let (origin, recording) = (arguments.next().unwrap_or_default(), arguments.next());
    let steps = Steps::new();
    let Ok(transport) = steps.ok("a transport", ReqwestTransport::new(&Timeouts::default())) else {
        return steps.end();
    };
    let recorder = Recorder::new(transport);
    // A life that stops is told by its step, and the others go on.
    if let Ok(client) = login(&origin, &recorder, &steps).await {
        let _ = folders(&client, &steps).await;
        let _ = files(&client, &steps).await;
        let _ = server(&client, &steps).await;
        steps.same("nothing was tolerated", client.tolerated(), 0);
    }
    if let Some(recording) = recording {
        let _ = steps.ok("write the recording", std::fs::write(recording, recorder.har().to_string()));
    }
    steps.end()
}

/// A client with a token; it is asked for by a client without one.
async fn login(origin: &str, recorder: &Recorder<ReqwestTransport>, steps: &Steps) -> Result<Client, Stop> {
    let builder = || Client::builder().base_url(origin).transport(recorder.clone());
    let stranger = steps.ok("build a client; the server of the document is no URL", builder().build())?;
    let wrong = LoginBody::new(LoginBodyRequired { email: "admin@example.com".into(), password: "wrong".into() });
    let refused = steps.refused("a wrong password", stranger.authentication().login().body(wrong).await)?;
    steps.same("its status", refused.is_unauthorized(), true);
    steps.same("the server's message", refused.to_string().contains("Invalid user credentials"), true);
    let closed = stranger.folders().create_folder().body(CreateFolderBody::new("Closed")).await;
    let closed = steps.refused("a folder without a token", closed)?;
    steps.same("the status without a token", closed.is_forbidden(), true);

    let right = LoginBody::new(LoginBodyRequired { email: "admin@example.com".into(), password: "passw0rd".into() });
    let reply = steps.ok("log in", stranger.authentication().login().body(right).await)?;
    let token = reply.data.and_then(|data| data.access_token).ok_or("there is no token");
    let token = steps.ok("the token", token)?;
    let client = steps.ok("build a client with it", builder().auth(format!("Bearer {token}")).build())?;
    let me =
        steps.ok("who am I: the token is sent though no requirement asks for it", client.users().get_me().await)?;
    steps.same("the administrator", me.data.and_then(|user| user.email), Some("admin@example.com".to_owned()));
    Ok(client)
}

async fn folders(client: &Client, steps: &Steps) -> Result<(), Stop> {
    let folders = client.folders();
    let created = folders.create_folder().body(CreateFolderBody::new("Top")).await;
    let top = steps.ok("create a folder", created)?.data.and_then(|folder| folder.id).ok_or("it has no id");
    let top = steps.ok("its id", top)?;
    let mut wanted = Vec::new();
    for number in 1..=7 {
        let name = format!("Below {number}");
        let body = CreateFolderBody::new(&name).with_parent(&top);
        steps.ok(&format!("create folder {number} in it"), folders.create_folder().body(body).await)?;
        wanted.push(name);
    }
    let is_below = JsonObject::from_iter([("parent".to_owned(), json!({"_eq": top}))]);
    let mut items = folders.get_folders().filter(is_below).sort(["name"]).items();
    let mut listed = Vec::new();
    while let Some(folder) = items.next().await {
        listed.push(folder);
    }
    let listed = listed.into_iter().collect::<Result<Vec<_>, _>>();
    let listed = steps.ok("list: filtered and sorted, in pages of 3", listed)?;
    let names: Vec<String> = listed.iter().filter_map(|folder| folder.name.clone()).collect();
    let ids: Vec<String> = listed.into_iter().filter_map(|folder| folder.id).collect();
    steps.same("list: all below it, each once", names, wanted);

    let read = steps.ok("read it", folders.get_folder(&top).await)?;
    steps.same("its name", read.data.and_then(|folder| folder.name), Some("Top".to_owned()));
    let body = UpdateFolderBody::new().with_name("Renamed");
    let updated = steps.ok("rename it", folders.update_folder(&top).body(body).await)?;
    steps.same("its new name", updated.data.and_then(|folder| folder.name), Some("Renamed".to_owned()));

    for (number, id) in ids.iter().enumerate() {
        steps.ok(&format!("delete folder {}", number + 1), folders.delete_folder(id).await)?;
    }
    let deleted = steps.ok("delete it", folders.delete_folder(&top).with_response().await)?;
    steps.same("the status is one that the document does not have", deleted.status.as_u16(), 204);
    let gone = steps.refused("read it: it is gone", folders.get_folder(&top).await)?;
    steps.same("the status of what is gone", gone.is_forbidden(), true);
    steps.same("the message of it", gone.to_string().contains("You don't have permission"), true);
    #[cfg(feature = "learned")]
    {
        let code = match GetFolder::failure(&gone) {
            Some(Ok(GetFolderError::Forbidden(failure))) => failure.errors.into_iter().flatten().next(),
            _ => None,
        };
        let code = code.and_then(|error| error.extensions).and_then(|more| more.code);
        steps.same("the failure is what was learned", code.as_deref(), Some("FORBIDDEN"));
    }
    Ok(())
}

async fn files(client: &Client, steps: &Steps) -> Result<(), Stop> {
    let bytes: Vec<u8> = (0..=255).cycle().take(100_000).collect();
    let part = Part::new(bytes.clone()).file_name("all.bin").media_type("application/octet-stream");
    let form = Multipart::new().text("title", "All bytes").part("file", part);
    let file = steps.ok("upload a file by multipart", client.files().create_file().multipart(form).await)?;
    let file = steps.ok("the file", file.data.ok_or("there is none"))?;
    steps.same("its title", file.title.as_deref(), Some("All bytes"));
    let id = steps.ok("the id of the file", file.id.ok_or("there is none"))?;
    let stream = steps.ok("download it", client.assets().get_asset(&id).raw().await)?;
    let read = steps.ok("read the stream to its end", stream.collect_bytes(1 << 20).await)?;
    steps.same("the same bytes", read == bytes, true);
    let listed = steps.ok("list files", client.files().get_files().await)?;
    steps.same("one file", listed.data.map(|files| files.len()), Some(1));
    let part = Part::new("new text").file_name("new.txt").media_type("text/plain");
    let replaced = client.files().update_file(&id).multipart(Multipart::new().part("file", part)).await;
    steps.ok("replace its bytes", replaced)?;
    let text = client.assets().get_asset(&id);
    // What was learned makes it bytes, with a view of the text.
    #[cfg(feature = "learned")]
    let text = text.text();
    let text = steps.ok("download text", text.await)?;
    steps.same("the new text", text, "new text".to_owned());
    steps.ok("delete the file", client.files().delete_file(&id).await)?;
    let gone = steps.refused("download it: it is gone", client.assets().get_asset(&id).await)?;
    steps.same("the status of a file that is gone", gone.is_forbidden(), true);
    Ok(())
}

async fn server(client: &Client, steps: &Steps) -> Result<(), Stop> {
    #[cfg(not(feature = "learned"))]
    let pong = {
        let pong = steps.ok("ping", client.server().ping().await)?;
        let pong = steps.ok("read bytes: the documented media type is of no known kind", pong.collect_bytes(100).await)?;
        String::from_utf8_lossy(&pong).into_owned()
    };
    #[cfg(feature = "learned")]
    let pong = steps.ok("ping by the view that was learned", client.server().ping().text_html().await)?;
    steps.same("pong", pong, "pong".to_owned());
    Ok(())
}
