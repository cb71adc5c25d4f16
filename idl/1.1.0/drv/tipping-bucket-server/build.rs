fn main() -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
    build_util::build_notifications()?;
    // Field reports ask how often the gauge refused to answer, not why.
    idol::Generator::new()
        .with_counters(
            idol::CounterSettings::default().combine_client_errors(true),
        )
        .build_server_support(
            "../../idl/rain-gauge.idol",
            "server_stub.rs",
            idol::server::ServerStyle::InOrder,
        )?;
    Ok(())
}
