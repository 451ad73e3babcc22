package dev.cnilab.cluster.image.library;

import dev.cnilab.cluster.image.http.HttpRequest;
import dev.cnilab.cluster.image.http.HttpResponse;
import dev.cnilab.cluster.image.http.HttpServer;
import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.link.Link;
import dev.cnilab.netsim.link.LinkAddress;
import dev.cnilab.userland.process.EventProgram;
import dev.cnilab.userland.process.Process;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** {@code nginxdemos/hello}: reports in plain text which server has answered. */
final class NginxHello implements EventProgram {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("dd/MMM/uuuu:HH:mm:ss +0000", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  @Override
  public void begin(Process process) {
    HttpServer.listen(process, 80, "nginx/1.27.5", request -> answer(process, request));
  }

  private static HttpResponse answer(Process process, HttpRequest request) {
    Ipv4Address own =
        process.network().links().all().stream()
            .filter(link -> !link.name().equals("lo"))
            .map(Link::addresses)
            .flatMap(addresses -> addresses.stream().map(LinkAddress::address))
            .findFirst()
            .orElse(Ipv4Address.LOOPBACK);
    return HttpResponse.ok(
        "text/plain",
        "Server address: %s:80\nServer name: %s\nDate: %s\nURI: %s\nRequest ID: %016x%016x\n"
            .formatted(
                own,
                process.hostname(),
                TIME.format(process.now()),
                request.target(),
                process.loop().random().nextLong(),
                process.loop().random().nextLong()));
  }
}
