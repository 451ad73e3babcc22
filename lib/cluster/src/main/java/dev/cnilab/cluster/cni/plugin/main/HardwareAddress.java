package dev.cnilab.cluster.cni.plugin.main;

import dev.cnilab.cluster.cni.CniException;
import dev.cnilab.cluster.cni.plugin.call.CmdArgs;
import dev.cnilab.netsim.address.MacAddress;
import java.util.stream.Stream;

/** The link-layer address that a configuration or its caller wants a container to have. */
final class HardwareAddress {
  private HardwareAddress() {}

  /** For {@code bridge}; empty if none is requested. */
  static String ofBridge(CmdArgs args) {
    return first(at(args, "/runtimeConfig/mac"), at(args, "/args/cni/mac"), args.argument("MAC"));
  }

  /** For {@code macvlan}, whose configuration may have one as well. */
  static String ofMacvlan(CmdArgs args) {
    return first(at(args, "/runtimeConfig/mac"), args.argument("MAC"), at(args, "/mac"));
  }

  private static String at(CmdArgs args, String pointer) {
    return args.config().at(pointer).asText("");
  }

  private static String first(String... given) {
    return Stream.of(given).filter(each -> !each.isEmpty()).findFirst().orElse("");
  }

  /** Reads an address for a veth pair. */
  static MacAddress parse(String text) throws CniException {
    try {
      return MacAddress.parse(text);
    } catch (IllegalArgumentException malformed) {
      throw new CniException("failed to make veth pair: address " + text + ": invalid MAC address");
    }
  }
}
