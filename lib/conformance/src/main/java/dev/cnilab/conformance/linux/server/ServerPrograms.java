package dev.cnilab.conformance.linux.server;

import dev.cnilab.userland.process.Program;
import java.util.Map;

/** The commands in captures that are not part of Linux, by name. */
public final class ServerPrograms {
  private ServerPrograms() {}

  public static Map<String, Program> all() {
    return Map.of(
        "serve-http", new ServeHttp(),
        "serve-tcp", new ServeTcp(),
        "serve-udp", new ServeUdp(),
        "serve-dns", new ServeDns(),
        "stop-server", new StopServer(),
        "write-file", new WriteFile());
  }
}
