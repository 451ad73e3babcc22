package dev.cnilab.cluster.image.coredns.upstream;

import dev.cnilab.cluster.image.coredns.chain.PluginHost;
import dev.cnilab.cluster.image.coredns.corefile.CorefileException;
import dev.cnilab.cluster.image.coredns.corefile.Directive;
import dev.cnilab.netsim.address.Ipv4Address;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The servers that a {@code forward} directive names. */
final class UpstreamServers {
  private static final int DEFAULT_PORT = 53;

  private UpstreamServers() {}

  /** An address with or without a port, or the servers of a file like /etc/resolv.conf. */
  static List<Upstream> of(Directive directive, PluginHost host, String to)
      throws CorefileException {
    String transport = to.replaceFirst("://.*", "");
    if (to.contains("://") && !transport.equals("dns")) {
      throw directive.refusal("'" + transport + "' is not modelled here: " + to);
    }
    Optional<Upstream> direct = upstream(host, to.replaceFirst("^dns://", ""));
    if (direct.isPresent()) {
      return List.of(direct.get());
    }
    List<Upstream> found = new ArrayList<>();
    try {
      for (String line : host.process().files().readText(to).lines().toList()) {
        List<String> words = List.of(line.strip().split("\\s+", -1));
        if (words.size() > 1 && words.getFirst().equals("nameserver")) {
          upstream(host, words.get(1)).ifPresent(found::add);
        }
      }
    } catch (IOException noSuchFile) {
      throw unresolved(directive, to);
    }
    if (found.isEmpty()) {
      throw directive.refusal("no nameservers found");
    }
    return found;
  }

  /** What is neither an address nor a file is a name, which has to be one that DNS can have. */
  private static CorefileException unresolved(Directive directive, String name) {
    boolean possible = name.matches("[\\w.-]*[A-Za-z_-][\\w.-]*");
    return directive.refusal(
        possible
            ? "the name of an upstream is not modelled here: " + name
            : "failed to resolve \"" + name + "\": lookup " + name + ": no such host");
  }

  private static Optional<Upstream> upstream(PluginHost host, String text) {
    String[] parts = text.split(":", 2);
    try {
      return Optional.of(
          new Upstream(
              host,
              Ipv4Address.parse(parts[0]),
              parts.length > 1 ? Integer.parseInt(parts[1]) : DEFAULT_PORT));
    } catch (IllegalArgumentException noAddress) {
      return Optional.empty();
    }
  }
}
