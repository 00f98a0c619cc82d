//! A flow, its runs, their logs, and variables: created, read, changed, listed, refused and deleted.

#[path = "../steps.rs"]
mod steps;

use std::process::ExitCode;

use prefect_client::runtime::{Recorder, ReqwestTransport, Timeouts};
use prefect_client::variables::CreateVariable;
#[cfg(feature = "learned")]
use prefect_client::variables::CreateVariableError;
use prefect_client::{Client, types};
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
    let client = Client::builder().origin(origin).transport(recorder.clone()).build();
    if let Ok(client) = steps.ok("build a client for the origin; the document has the path", client) {
        // A life that stops is told by its step, and the others go on.
        let _ = runs(&client, &steps).await;
        let _ = variables(&client, &steps).await;
        let _ = refusals(&client, &steps).await;
        steps.same("nothing was tolerated", client.tolerated(), 0);
    }
    if let Some(recording) = recording {
        let _ = steps.ok("write the recording", std::fs::write(recording, recorder.har().to_string()));
    }
    steps.end()
}

async fn runs(client: &Client, steps: &Steps) -> Result<(), Stop> {
    let new = types::FlowCreate::new("nightly").with_tags(["report"]);
    let created = client.flows().create_flow(new).with_response().await;
    let created = steps.ok("create a flow", created)?;
    steps.same("its status is one that the document does not have", created.status.as_u16(), 201);
    let flow = created.value;
    let again = client.flows().create_flow(types::FlowCreate::new("nightly")).await;
    steps.same("create it again: it is the same", steps.ok("create a flow of that name", again)?.id, flow.id);

    let labels = types::FlowUpdate::new().with_tags(["report", "night"]);
    steps.ok("update it", client.flows().update_flow(flow.id, labels).await)?;
    let read = steps.ok("read it", client.flows().read_flow(flow.id).await)?;
    steps.same("its tags", read.tags, Some(vec!["report".to_owned(), "night".to_owned()]));

    for number in 1..=8 {
        let run = types::FlowRunCreate::new(flow.id).with_name(format!("run-{number}"));
        steps.ok(&format!("create run {number}"), client.flow_runs().create_flow_run(run).await)?;
    }
    let by_name = types::BodyReadFlowRunsFlowRunsFilterPost::new().with_sort(types::FlowRunSort::NameAsc);
    let mut items = client.flow_runs().read_flow_runs().body(by_name).items();
    let mut listed = Vec::new();
    while let Some(run) = items.next().await {
        listed.push(run);
    }
    let listed = listed.into_iter().collect::<Result<Vec<_>, _>>();
    let listed = steps.ok("list: sorted, in pages of 3 by fields of the body", listed)?;
    let last = listed.last().map(|run| run.id);
    let names: Vec<String> = listed.into_iter().filter_map(|run| run.name).collect();
    let wanted: Vec<String> = (1..=8).map(|number| format!("run-{number}")).collect();
    steps.same("list: all runs, each once", names, wanted);
    let run = steps.ok("the last run", last.ok_or("there is none"))?;

    let running = types::StateCreate::new(types::StateType::Running).with_message("it began");
    let body = types::BodySetFlowRunStateFlowRunsIdSetStatePost::new(running);
    let result = steps.ok("set its state", client.flow_runs().set_flow_run_state(run, body).await)?;
    steps.same("the state is accepted", result.status, types::SetStateStatus::Accept);
    let accepted = matches!(result.details, types::Details::Accept(_));
    steps.same("the details are those of an accepted state", accepted, true);
    let read = steps.ok("read the run", client.flow_runs().read_flow_run(run).await)?;
    steps.same("its state", read.state_type, Some(types::StateType::Running));
    steps.same("its message", read.state.and_then(|state| state.message), Some("it began".to_owned()));

    let time = read.created.ok_or("it has none");
    let time = steps.ok("the time of creation", time)?;
    let log = |number: u32| {
        let message = format!("line {number}");
        let required = types::LogCreateRequired { name: "main".into(), level: 20, message, timestamp: time };
        types::LogCreate::new(required).with_flow_run_id(run)
    };
    steps.ok("write logs", client.logs().create_logs([log(1), log(2)]).await)?;
    let as_json = client.flow_runs().download_logs(run).await;
    steps.refused("logs as JSON, as documented: they are not", as_json)?;
    let stream = steps.ok("logs as they come", client.flow_runs().download_logs(run).raw().await)?;
    let text = steps.ok("read the stream to its end", stream.collect_bytes(1 << 20).await)?;
    steps.same("lines of the file", String::from_utf8_lossy(&text).lines().count(), 3);
    #[cfg(feature = "learned")]
    {
        let text =
            steps.ok("logs by the view that was learned", client.flow_runs().download_logs(run).text_csv().await)?;
        steps.same("lines of the text", text.lines().count(), 3);
    }

    steps.ok("delete the run", client.flow_runs().delete_flow_run(run).await)?;
    let gone = steps.refused("read it: it is gone", client.flow_runs().read_flow_run(run).await)?;
    steps.same("the status", gone.is_not_found(), true);
    steps.same("the server's message", gone.to_string().contains("Flow run not found"), true);
    steps.ok("delete the flow", client.flows().delete_flow(flow.id).await)?;
    steps.same("no run is left", steps.ok("count", client.flow_runs().count_flow_runs().await)?, 0);
    Ok(())
}

async fn variables(client: &Client, steps: &Steps) -> Result<(), Stop> {
    let variables = client.variables();
    let new = types::VariableCreate::new(types::VariableCreateRequired { name: "limit".into(), value: Some(3_i64.into()) });
    let created = steps.ok("create a variable", variables.create_variable(new.clone()).await)?;
    let twice = steps.refused("create it again: refused", variables.create_variable(new).await)?;
    steps.same("the status of a conflict", twice.is_conflict(), true);
    steps.same("the server's message of it", twice.to_string().contains("already exists"), true);
    let update = types::VariableUpdate::new().with_value("many");
    steps.ok("update the variable", variables.update_variable_by_name("limit", update).await)?;
    let read = steps.ok("read the variable", variables.read_variable_by_name("limit").await)?;
    steps.same("it is the same", read.id, created.id);
    steps.same("it has another value", read.value, Some(types::Value::from("many")));
    steps.ok("delete the variable", variables.delete_variable(read.id).await)
}

async fn refusals(client: &Client, steps: &Steps) -> Result<(), Stop> {
    let wrong = types::VariableCreate::new(types::VariableCreateRequired { name: "Not a Name".into(), value: None });
    let refused = steps.refused("a name that is not allowed", client.variables().create_variable(wrong).await)?;
    steps.same("its status", refused.status().map(|status| status.as_u16()), Some(422));
    let failure = CreateVariable::failure(&refused);
    #[cfg(not(feature = "learned"))]
    steps.same("the body is not the documented one, and the failure says so", matches!(failure, Some(Err(_))), true);
    #[cfg(feature = "learned")]
    {
        let message = match failure {
            Some(Ok(CreateVariableError::UnprocessableContent(failure))) => failure.exception_message,
            _ => None,
        };
        steps.same("the failure is what was learned", message.as_deref(), Some("Invalid request received."));
    }
    let message = refused.to_string().contains("Invalid request received.");
    steps.same("the message of the server is in the error", message, true);
    Ok(())
}
