package dev.cnilab.cluster.cni.plugin.meta;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.cni.CniException;
import dev.cnilab.cluster.cni.CniResult;
import dev.cnilab.cluster.cni.plugin.call.CmdArgs;
import dev.cnilab.cluster.cni.plugin.call.CniPlugin;
import dev.cnilab.cluster.cni.plugin.call.PluginFields;
import dev.cnilab.netsim.link.Link;
import dev.cnilab.netsim.link.TbfSettings;
import dev.cnilab.netsim.link.Veth;
import java.time.Duration;

/**
 * The plugin {@code bandwidth} limits the rate at which a pod receives, with a token bucket on the
 * host's end of the veth pair. A limit for sending would need a device of the kind ifb, which does
 * not exist here, so such a rate is refused by its name. Without rates the result of the previous
 * plugin is passed on.
 */
public final class BandwidthPlugin implements CniPlugin {
  private static final Duration LATENCY = Duration.ofMillis(25);

  /** The rate in bits per second, and the burst in bits; 0 and 0 for no limit. */
  private record Limit(long rate, long burst) {
    static Limit of(CmdArgs args, String direction) throws CniException {
      Limit limit = new Limit(asked(args, direction + "Rate"), asked(args, direction + "Burst"));
      if (limit.burst() == 0 && limit.rate() != 0) {
        throw new CniException("if rate is set, burst must also be set");
      } else if (limit.rate() == 0 && limit.burst() != 0) {
        throw new CniException("if burst is set, rate must also be set");
      }
      return limit;
    }
  }

  @Override
  public String about() {
    return "CNI bandwidth plugin v1.10.0";
  }

  @Override
  public PluginFields fields() {
    return PluginFields.of("bandwidth");
  }

  @Override
  public String oldestVersion() {
    return "0.3.0";
  }

  @Override
  public CniResult add(CmdArgs args) throws CniException {
    Limit ingress = Limit.of(args, "ingress");
    if (Limit.of(args, "egress").rate() != 0) {
      throw new CniException(
          "egressRate is not modelled here; leave it out, or slow the pod's link down with \"tc"
              + " qdisc add dev … root tbf rate\"");
    }
    CniResult result =
        args.prevResult().orElseThrow(() -> new CniException("must be called as chained plugin"));
    if (ingress.rate() != 0) {
      hostLink(args, result)
          .trafficControl()
          .setQueue(TbfSettings.ofLatency(ingress.rate(), ingress.burst() / 8, LATENCY));
    }
    return result;
  }

  /** The other end of the container's veth pair. */
  private static Link hostLink(CmdArgs args, CniResult result) throws CniException {
    if (result.interfaces().isEmpty()) {
      throw new CniException("no interfaces provided");
    }
    Link own = args.openNetns().links().find(args.ifName()).orElse(null);
    if (!(own instanceof Veth veth)) {
      throw new CniException("container interface " + args.ifName() + " has no veth peer: <nil>");
    }
    String name = veth.peer().name();
    return result.interfaces().stream()
        .filter(each -> each.sandbox().isEmpty() && each.name().equals(name))
        .flatMap(each -> args.host().links().find(name).stream())
        .findFirst()
        .orElseThrow(
            () -> new CniException("no veth peer of container interface found in host ns"));
  }

  /**
   * The value in the configuration; the runtime's value counts only if the configuration has no
   * limits.
   */
  private static long asked(CmdArgs args, String key) {
    JsonNode config = args.config();
    boolean own =
        config.has("ingressRate")
            || config.has("ingressBurst")
            || config.has("egressRate")
            || config.has("egressBurst");
    JsonNode from = own ? config : config.path("runtimeConfig").path("bandwidth");
    return from.path(key).asLong(0);
  }

  @Override
  public void del(CmdArgs args) {}
}
