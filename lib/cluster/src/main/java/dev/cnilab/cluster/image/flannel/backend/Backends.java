package dev.cnilab.cluster.image.flannel.backend;

import dev.cnilab.cluster.image.flannel.subnet.FlanneldExit;
import dev.cnilab.cluster.image.flannel.subnet.FlanneldLog;
import dev.cnilab.cluster.image.flannel.subnet.SubnetManager;
import dev.cnilab.netsim.NetworkNamespace;
import java.util.List;
import java.util.Locale;

/** The backends by their names in {@code net-conf.json}. */
public final class Backends {
  private static final List<String> NOT_MODELLED =
      List.of("alloc", "extension", "ipsec", "tencent-vpc", "udp", "wireguard");

  private Backends() {}

  /**
   * Registers this node's network with the configured backend.
   *
   * @throws FlanneldExit if there is no such backend, or it cannot work here
   */
  public static Backend register(
      SubnetManager manager, NetworkNamespace node, ExternalInterface external, FlanneldLog log)
      throws FlanneldExit {
    String type = manager.config().backendType().toLowerCase(Locale.ROOT);
    return switch (type) {
      case "vxlan" -> VxlanBackend.register(manager, node, external, log);
      case "host-gw" -> {
        if (!external.publicIp().equals(external.address())) {
          throw fetching(
              "your PublicIP differs from interface IP, meaning that probably you're on a NAT,"
                  + " which is not supported by host-gw backend");
        }
        yield RouteBackend.hostGateway(manager, node, external, log);
      }
      case "ipip" -> RouteBackend.ipip(manager, node, external, log);
      default ->
          throw fetching(
              NOT_MODELLED.contains(type)
                  ? "backend type " + type + " is not modelled here; vxlan, host-gw and ipip are"
                  : "unknown backend type: " + type);
    };
  }

  private static FlanneldExit fetching(String why) {
    return new FlanneldExit("main.go:376", "Error fetching backend: " + why);
  }
}
