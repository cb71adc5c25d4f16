fn main() -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
    // The bootloader runs without us: nobody would read counters of these calls.
    idol::Generator::new()
        .with_counters(
            idol::CounterSettings::default()
                .with_client_counters(false)
                .with_server_counters(false),
        )
        .build_client_stub("bootloader.idol", "client_stub.rs")?;
    Ok(())
}
