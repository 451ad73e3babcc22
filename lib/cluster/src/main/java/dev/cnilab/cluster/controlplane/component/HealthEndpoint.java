package dev.cnilab.cluster.controlplane.component;

import dev.cnilab.cluster.image.http.HttpResponse;
import dev.cnilab.cluster.image.http.HttpServer;
import dev.cnilab.cluster.pflag.Given;
import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.userland.process.Process;

/** The endpoint of the probes in a static pod's manifest: a running program is healthy. */
public final class HealthEndpoint {
  private HealthEndpoint() {}

  /** Listens at the address that {@code --bind-address} names. */
  public static void listen(Process process, Given flags, int port) {
    Ipv4Address address =
        flags.find("bind-address").map(Ipv4Address::parse).orElse(Ipv4Address.ANY);
    listen(process, address, port);
  }

  public static void listen(Process process, Ipv4Address address, int port) {
    HttpServer.listen(process, address, port, "", request -> HttpResponse.ok("text/plain", "ok"));
  }
}
