package dev.cnilab.cluster.image.weave.router;

import dev.cnilab.cluster.image.http.HttpRequest;
import dev.cnilab.cluster.image.http.HttpResponse;
import dev.cnilab.cluster.image.http.HttpServer;
import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.address.Ipv4Prefix;
import dev.cnilab.userland.process.Process;
import java.util.Optional;

/**
 * weaver's API on 127.0.0.1:6784, which its plugin and a learner's {@code curl} use.
 *
 * @param name of the peer with its nickname
 */
public record WeaveApi(
    Process process, WeaveLog log, AddressService addresses, Ipv4Prefix range, String name) {
  public static final int PORT = 6784;
  private static final String PLAIN = "text/plain; charset=utf-8";
  private static final String IP = "/ip/";

  public void serve(Peers peers) {
    log.info("Listening for HTTP control messages on 127.0.0.1:" + PORT);
    HttpServer.listen(process, Ipv4Address.LOOPBACK, PORT, "", request -> answer(request, peers));
  }

  private HttpResponse answer(HttpRequest request, Peers peers) {
    String path = request.path();
    if (path.equals("/status")) {
      return HttpResponse.ok(PLAIN, status(peers));
    }
    if (!path.startsWith(IP)) {
      return HttpResponse.notFound();
    }
    String owner = path.substring(IP.length());
    return switch (request.method()) {
      case "POST" -> HttpResponse.ok(PLAIN, addresses.allocate(owner) + "/" + range.length());
      case "DELETE" ->
          addresses.release(owner)
              ? new HttpResponse(204, "No Content", PLAIN, "")
              : new HttpResponse(
                  400, "Bad Request", PLAIN, "Delete: no addresses for " + owner + "\n");
      default -> found(addresses.find(owner));
    };
  }

  private HttpResponse found(Optional<Ipv4Address> address) {
    return address
        .map(each -> HttpResponse.ok(PLAIN, each + "/" + range.length()))
        .orElseGet(() -> new HttpResponse(404, "Not Found", PLAIN, ""));
  }

  private String status(Peers peers) {
    int others = peers.established();
    return """

                Version: 2.8.1

                Service: router
               Protocol: weave 1..2
                   Name: %s
             Encryption: disabled
          PeerDiscovery: enabled
                Targets: %d
            Connections: %d (%d established)
                  Peers: %d
         TrustedSubnets: none

                Service: ipam
                 Status: %s
                  Range: %s
          DefaultSubnet: %s

        """
        .formatted(
            name,
            peers.targets(),
            others,
            others,
            others + 1,
            addresses.isReady() ? "ready" : "waiting for consensus",
            range,
            range);
  }
}
