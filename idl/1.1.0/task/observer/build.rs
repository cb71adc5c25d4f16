fn main() -> anyhow::Result<()> {
    build_util::build_notifications()
}
