fn main() {
    idol::Generator::new()
        .build_server_support("../../idl/valves.idol", "server_stub.rs", idol::server::ServerStyle::InOrder)
        .unwrap();
}
