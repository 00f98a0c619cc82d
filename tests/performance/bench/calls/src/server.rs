//! The server: the same small answer to each request, a thread for each connection.

use std::error::Error;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};

const BODY: &str = r#"{"id":7,"name":"alpha beta","state":"active","open":true,"count":12,"score":1.5,"url":"https://example.com/records/7","email":"user7@example.com","note":null,"labels":["a","b"]}"#;

/// Starts this program again as the server, and returns its URL.
pub fn start() -> Result<(Child, String), Box<dyn Error>> {
    let mut command = Command::new(std::env::current_exe()?);
    let mut process = command.arg("server").stdin(Stdio::null()).stdout(Stdio::piped()).spawn()?;
    let mut address = String::new();
    BufReader::new(process.stdout.take().ok_or("the server has no stdout")?).read_line(&mut address)?;
    Ok((process, format!("http://{}", address.trim())))
}

/// Serves until it is killed.
pub fn serve() -> Result<(), Box<dyn Error>> {
    let listener = TcpListener::bind(("127.0.0.1", 0))?;
    println!("{}", listener.local_addr()?);
    for connection in listener.incoming() {
        let connection = connection?;
        std::thread::spawn(move || drop(answer(connection)));
    }
    Ok(())
}

fn answer(mut connection: TcpStream) -> std::io::Result<()> {
    connection.set_nodelay(true)?;
    let text =
        format!("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{BODY}", BODY.len());
    let (mut lines, mut line) = (BufReader::new(connection.try_clone()?), String::new());
    loop {
        line.clear();
        match lines.read_line(&mut line)? {
            0 => return Ok(()),
            // The empty line behind the headers; these requests have no body.
            2 => connection.write_all(text.as_bytes())?,
            _ => {}
        }
    }
}
