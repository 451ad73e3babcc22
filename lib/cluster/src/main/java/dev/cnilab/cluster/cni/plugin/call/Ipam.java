package dev.cnilab.cluster.cni.plugin.call;

import dev.cnilab.cluster.cni.CniException;
import dev.cnilab.cluster.cni.CniResult;

/** The plugin that a plugin asks for addresses, with its own configuration: {@code pkg/ipam}. */
public record Ipam(CmdArgs args) {
  /** Its name; empty if the configuration has none. */
  String type() {
    return args.config().path("ipam").path("type").asText("");
  }

  public boolean isNone() {
    return type().isEmpty();
  }

  /**
   * Asks for addresses.
   *
   * @throws CniException if the plugin fails, or has none
   */
  public CniResult add() throws CniException {
    CniResult result = args.delegateAdd(type(), args.config());
    if (result.ips().isEmpty()) {
      release();
      throw new CniException("IPAM plugin returned missing IP config");
    }
    return result;
  }

  /** Gives the addresses back after a failure, which is the one to tell. */
  public void release() {
    try {
      run("DEL");
    } catch (CniException ignored) {
      // The real plugins ignore it as well.
    }
  }

  /** DEL, CHECK or STATUS. */
  public void run(String verb) throws CniException {
    args.delegate(verb, type(), args.config());
  }
}
