package dev.cnilab.conformance.linux.server;

import dev.cnilab.userland.process.Program;
import java.util.Map;

/** The commands of captures that are not Linux's, by name. */
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
