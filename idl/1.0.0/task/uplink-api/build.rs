fn main() -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
    idol::client::build_client_stub("../../idl/uplink.idol", "client_stub.rs")?;

    // `SocketName`: a variant for each table of the image's `config.net.sockets`.
    let config = build_net::load_net_config()?;
    let path = build_util::out_dir().join("socket_name.rs");
    let mut out = std::fs::File::create(path)?;
    build_net::generate_socket_enum(&config, &mut out)?;
    Ok(())
}
