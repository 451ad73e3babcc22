package dev.cnilab.cluster.cni.plugin.call;

import dev.cnilab.cluster.cni.CniException;
import dev.cnilab.cluster.cni.CniResult;
import dev.cnilab.netsim.NetworkNamespace;
import dev.cnilab.netsim.link.Link;

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

  /**
   * Gives a link what it has asked for it.
   *
   * @throws CniException if that fails; the addresses have been given back then
   */
  public CniResult configure(NetworkNamespace netns, Link link, CniResult result)
      throws CniException {
    try {
      Netlink.configure(netns, link, result);
      return result;
    } catch (CniException failed) {
      release();
      throw failed;
    }
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
