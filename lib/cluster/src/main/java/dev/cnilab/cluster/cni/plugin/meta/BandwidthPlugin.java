package dev.cnilab.cluster.cni.plugin.meta;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.cni.CniException;
import dev.cnilab.cluster.cni.CniResult;
import dev.cnilab.cluster.cni.plugin.call.CmdArgs;
import dev.cnilab.cluster.cni.plugin.call.CniPlugin;

/**
 * {@code bandwidth}: hands on the result of the plugin before if no rate is asked for, as the real
 * one does. Rates it refuses by their names, as links here have no token bucket.
 */
public final class BandwidthPlugin implements CniPlugin {
  @Override
  public String about() {
    return "CNI bandwidth plugin v1.10.0";
  }

  @Override
  public String oldestVersion() {
    return "0.3.0";
  }

  @Override
  public CniResult add(CmdArgs args) throws CniException {
    for (String direction : new String[] {"ingress", "egress"}) {
      long rate = asked(args, direction + "Rate");
      long burst = asked(args, direction + "Burst");
      if (burst == 0 && rate != 0) {
        throw new CniException("if rate is set, burst must also be set");
      }
      if (rate == 0 && burst != 0) {
        throw new CniException("if burst is set, rate must also be set");
      }
      if (rate != 0) {
        throw new CniException(
            direction
                + "Rate is not modelled here; leave it out, or slow the pod's link down with \"tc"
                + " qdisc add dev … root netem rate\"");
      }
    }
    return args.prevResult()
        .orElseThrow(() -> new CniException("must be called as chained plugin"));
  }

  /** What the configuration says; what the runtime asks for counts only if that says nothing. */
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
