package dev.cnilab.cluster.cni.plugin.call;

import dev.cnilab.cluster.cni.CniException;
import dev.cnilab.cluster.cni.CniResult;
import dev.cnilab.netsim.NetworkNamespace;
import dev.cnilab.netsim.link.Link;

/** The IPAM plugin to which a plugin delegates, with the same configuration: {@code pkg/ipam}. */
public record IpamDelegate(CmdArgs args) {
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
   * Configures a link with the addresses it asked for.
   *
   * @throws CniException if that fails; the addresses have then been released
   */
  public CniResult configure(NetworkNamespace netns, Link link, CniResult result)
      throws CniException {
    try {
      Netlink.configure(args.process(), netns, link, result);
      return result;
    } catch (CniException failed) {
      release();
      throw failed;
    }
  }

  /** Releases the addresses after a failure, which remains the error to report. */
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
