//! Collections of vectors, and their records: created, read, changed, listed, searched, refused and deleted; without an async runtime.

#[path = "../steps.rs"]
mod steps;

use std::process::ExitCode;

use chroma_client::blocking::Client;
use chroma_client::collection::{
    CreateCollection, CreateCollectionError, DeleteCollection, GetCollection, ListCollections, UpdateCollection,
};
use chroma_client::record::{CollectionAdd, CollectionCount, CollectionDelete, CollectionGet, CollectionQuery};
use chroma_client::runtime::{Recorder, UreqTransport};
use chroma_client::types;
use steps::{Steps, Stop};

const TENANT: &str = "default_tenant";
const DATABASE: &str = "default_database";

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let (origin, recording) = (arguments.next().unwrap_or_default(), arguments.next());
    let steps = Steps::new();
    let Ok(transport) = steps.ok("a transport", UreqTransport::new()) else {
        return steps.end();
    };
    let recorder = Recorder::new(transport);
    let client = Client::builder().base_url(origin).transport(recorder.clone()).without_credentials().build();
    if let Ok(client) = steps.ok("build a client without the credential of the document", client) {
        // A life that stops is told by its step, and the others go on.
        let _ = server(&client, &steps);
        let _ = collections(&client, &steps);
        let _ = records(&client, &steps);
        let _ = databases(&client, &steps);
        steps.same("nothing was tolerated", client.tolerated(), 0);
    }
    if let Some(recording) = recording {
        let _ = steps.ok("write the recording", std::fs::write(recording, recorder.har().to_string()));
    }
    steps.end()
}

fn server(client: &Client, steps: &Steps) -> Result<(), Stop> {
    let beat = steps.ok("the heartbeat", client.system().heartbeat().send())?;
    steps.same("it has a time", beat.nanosecond_heartbeat > 0, true);
    let version = steps.ok("the version: a text that comes as JSON", client.system().version().send())?;
    steps.same("it has no quotes around it", version.contains('"'), false);
    let health = client.system().healthcheck().send();
    if cfg!(feature = "learned") {
        steps.ok("the health is what was learned", health.map(drop))?;
    } else {
        let error = steps.refused("the health is an object, not the documented text", health)?;
        steps.same("the error names both", error.to_string().contains("found an object"), true);
    }
    Ok(())
}

fn named(name: &str) -> CreateCollection {
    create(types::CreateCollectionPayload::new(name))
}

fn create(body: types::CreateCollectionPayload) -> CreateCollection {
    CreateCollection { tenant: TENANT.into(), database: DATABASE.into(), body }
}

fn get(name: &str) -> GetCollection {
    GetCollection { tenant: TENANT.into(), database: DATABASE.into(), collection_id: name.into() }
}

fn delete(name: &str) -> DeleteCollection {
    DeleteCollection { tenant: TENANT.into(), database: DATABASE.into(), collection_id: name.into() }
}

fn collections(client: &Client, steps: &Steps) -> Result<(), Stop> {
    let collections = client.collection();
    let about = types::HashMap::from_iter([("topic".to_owned(), types::HashMapValue::from("animals"))]);
    let body = types::CreateCollectionPayload::new("first").with_metadata(about);
    let first = steps.ok("create a collection", collections.create_collection(create(body)).send())?;
    for number in 2..=5 {
        let created = collections.create_collection(named(&format!("more-{number}"))).send();
        steps.ok(&format!("create collection {number}"), created)?;
    }
    let listed = ListCollections { tenant: TENANT.into(), database: DATABASE.into() };
    let names = collections.list_collections(listed).items().map(|item| item.map(|item| item.name));
    let mut names = steps.ok("list: all pages of 2", names.collect::<Result<Vec<_>, _>>())?;
    names.sort();
    let wanted = ["first", "more-2", "more-3", "more-4", "more-5"].map(str::to_owned);
    steps.same("list: all collections, each once", names, wanted.to_vec());

    let read = steps.ok("read it", collections.get_collection(get("first")).send())?;
    steps.same("it is the same", read.id, first.id);
    let topic = read.metadata.as_ref().and_then(|metadata| metadata.get("topic").cloned());
    steps.same("its metadata", topic, Some(types::HashMapValue::from("animals")));
    let body = types::UpdateCollectionPayload::new().with_new_name("renamed");
    let update = UpdateCollection {
        tenant: TENANT.into(),
        database: DATABASE.into(),
        collection_id: first.id.to_string(),
        body,
    };
    steps.ok("rename it", collections.update_collection(update).send())?;
    steps.ok("read it by its new name", collections.get_collection(get("renamed")).send())?;

    let gone = steps.refused("its old name is gone", collections.get_collection(get("first")).send())?;
    let failure = GetCollection::failure(&gone).and_then(Result::ok);
    let is_typed = matches!(failure, Some(chroma_client::collection::GetCollectionError::NotFound(_)));
    steps.same("the failure has the documented type", is_typed, true);
    let twice = steps.refused("create it again: refused", collections.create_collection(named("renamed")).send())?;
    steps.same("the status of a conflict", twice.is_conflict(), true);
    let other = match CreateCollection::failure(&twice) {
        #[cfg(not(feature = "learned"))]
        Some(Ok(CreateCollectionError::Other(_, failure))) => failure.message,
        #[cfg(feature = "learned")]
        Some(Ok(CreateCollectionError::Conflict(failure))) => failure.message,
        other => format!("{other:?}"),
    };
    steps.same("the failure of a status that is not documented has a type", other.contains("already exists"), true);
    let wrong = steps.refused("a name that is too short", collections.create_collection(named("x")).send())?;
    steps.same("the server's message", wrong.to_string().contains("3-512 characters"), true);

    for name in ["renamed", "more-2", "more-3", "more-4", "more-5"] {
        steps.ok(&format!("delete {name}"), collections.delete_collection(delete(name)).send())?;
    }
    Ok(())
}

fn records(client: &Client, steps: &Steps) -> Result<(), Stop> {
    let created = client.collection().create_collection(named("records")).send();
    let id = steps.ok("create a collection for records", created)?.id.to_string();
    let place = || (TENANT.to_owned(), DATABASE.to_owned(), id.clone());
    let ids: Vec<String> = (1..=7_u8).map(|number| format!("id-{number}")).collect();
    let vectors: Vec<Vec<f32>> = (1..=7_u8).map(|number| vec![f32::from(number), 0.0]).collect();
    let texts: Vec<Option<String>> = ids.iter().map(|id| Some(format!("text of {id}"))).collect();
    let body = types::AddCollectionRecordsPayload::new(vectors, ids.clone()).with_documents(texts);
    let (tenant, database, collection_id) = place();
    let added = client.record().collection_add(CollectionAdd { tenant, database, collection_id, body });
    steps.ok("add records", added.send())?;
    let (tenant, database, collection_id) = place();
    let count = client.record().collection_count(CollectionCount { tenant, database, collection_id }).send();
    steps.same("count them", steps.ok("count", count)?, 7);

    let (tenant, database, collection_id) = place();
    let all = CollectionGet { tenant, database, collection_id, body: types::GetRequestPayload::new() };
    let listed = client.record().collection_get(all).items().collect::<Result<Vec<_>, _>>();
    let mut listed = steps.ok("list: pages by fields of the body", listed)?;
    listed.sort();
    steps.same("list: all records, each once", listed, ids);

    let (tenant, database, collection_id) = place();
    let body = types::QueryRequestPayload::new([vec![2.9, 0.0]]).with_n_results(2);
    let found = client.record().collection_query(CollectionQuery { tenant, database, collection_id, body }).send();
    let found = steps.ok("search", found)?;
    steps.same("the nearest first", found.ids, vec![vec!["id-3".to_owned(), "id-2".to_owned()]]);
    let text = found.documents.and_then(|all| all.into_iter().flatten().next().flatten());
    steps.same("with its text", text, Some("text of id-3".to_owned()));

    let (tenant, database, collection_id) = place();
    let body = types::DeleteCollectionRecordsPayload::new().with_ids(["id-1", "id-2"]);
    let deleted = client.record().collection_delete(CollectionDelete { tenant, database, collection_id, body });
    steps.same("two are deleted", steps.ok("delete records", deleted.send())?.deleted, Some(2));
    steps.ok("delete the collection", client.collection().delete_collection(delete("records")).send())?;
    Ok(())
}

fn databases(client: &Client, steps: &Steps) -> Result<(), Stop> {
    let body = types::CreateDatabasePayload::new("second");
    steps.ok("create a database", client.database().create_database(TENANT, body).send())?;
    // The document has one schema for the items of every list.
    let listed = client.database().list_databases(TENANT).send();
    if cfg!(feature = "learned") {
        let listed = steps.ok("list databases, as was learned", listed)?;
        steps.same("both are there", listed.len(), 2);
    } else {
        let error = steps.refused("list databases: the document has the schema of collections", listed)?;
        steps.same("the error names a key", error.to_string().contains("configuration_json"), true);
        let names = error.json::<Vec<types::Database>>().map(|all| all.len());
        steps.same("the body can be read as what it is", names.ok(), Some(2));
    }
    Ok(())
}
