//! Multipart bodies: what is sent has these parts and no others, whatever is in them, their names and the names of their files.
#![no_main]

use libfuzzer_sys::fuzz_target;
use runtime_tests::blocking::Client;
use runtime_tests::runtime::mock::{Mock, MockReply};
use runtime_tests::runtime::{
    Blocking, Call, Error, Multipart, Operation, OperationInfo, Part, Reply, Segment, Status,
};

struct Upload;

static UPLOAD: OperationInfo =
    OperationInfo::post("upload", "upload", &[Segment::Literal("/")]).success(&[Status::Code(204)]);

impl Operation<Blocking> for Upload {
    const INFO: &'static OperationInfo = &UPLOAD;
    type Output = ();

    fn decode(reply: Reply<Blocking>) -> Result<(), Error> {
        reply.empty()
    }
}

/// The bytes between the delimiters of a body (RFC 2046, section 5.1.1).
fn parts<'b>(body: &'b [u8], boundary: &str) -> Vec<&'b [u8]> {
    let delimiter = format!("\r\n--{boundary}");
    let (mut found, mut rest) =
        (Vec::new(), body.strip_prefix(&delimiter.as_bytes()[2..]).expect("it begins with a delimiter"));
    while let Some(part) = rest.strip_prefix(b"\r\n") {
        let end = part.windows(delimiter.len()).position(|bytes| bytes == delimiter.as_bytes()).expect("a part ends");
        found.push(&part[..end]);
        rest = &part[end + delimiter.len()..];
    }
    assert_eq!(rest, b"--\r\n", "it ends with the close delimiter");
    found
}

// Three texts, each after its length.
fuzz_target!(|bytes: &[u8]| {
    let (mut rest, mut texts) = (bytes, Vec::new());
    for _ in 0..2 {
        let Some((&length, after)) = rest.split_first() else { return };
        let (text, after) = after.split_at(usize::from(length).min(after.len()));
        texts.push(String::from_utf8_lossy(text).into_owned());
        rest = after;
    }
    let [name, file] = <[String; 2]>::try_from(texts).expect("two texts");
    let mock = Mock::new().reply(MockReply::status(204));
    let client = Client::builder().transport(mock.clone()).build().expect("it is complete");
    let form = Multipart::new().part(name, Part::new(rest.to_vec()).file_name(file)).text("last", "b");
    if Call::<Upload, _>::new(&client).multipart(form).send().is_err() {
        return assert!(mock.requests().is_empty(), "what is refused is not sent");
    }
    let requests = mock.requests();
    let media_type = requests[0].headers["content-type"].to_str().expect("it is text");
    let boundary = media_type.strip_prefix("multipart/form-data; boundary=").expect("it has a boundary");
    let parts = parts(&requests[0].body, boundary.trim_matches('"'));
    let split = |part: &&[u8]| {
        let end = part.windows(4).position(|bytes| bytes == b"\r\n\r\n").expect("a part has a head");
        (String::from_utf8_lossy(&part[..end]).lines().count(), part[end + 4..].to_vec())
    };
    let parts: Vec<(usize, Vec<u8>)> = parts.iter().map(split).collect();
    assert_eq!(parts, [(2, rest.to_vec()), (1, b"b".to_vec())]);
});
