fn main() {
    idol::client::build_client_stub("../../idl/oven.idol", "client_stub.rs").unwrap();
}
