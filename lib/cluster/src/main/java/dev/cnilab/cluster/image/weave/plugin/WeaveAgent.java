package dev.cnilab.cluster.image.weave.plugin;

import dev.cnilab.cluster.cni.CniException;
import dev.cnilab.cluster.cni.plugin.call.CmdArgs;
import dev.cnilab.cluster.image.http.HttpClient;
import dev.cnilab.cluster.image.weave.router.WeaveApi;
import dev.cnilab.cluster.log.GoText;
import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.kernel.ErrnoException;
import java.util.Locale;

/** The plugins' requests to the weaver on their node. */
final class WeaveAgent {
  private WeaveAgent() {}

  /** Allocates an address with the network's prefix length: {@code POST /ip/ID}. */
  static String allocate(CmdArgs args, String owner) throws CniException {
    try {
      HttpClient.Answer answer = call(args, "POST", owner);
      if (answer.status() / 100 != 2) {
        throw new CniException(answer.body().strip());
      }
      return answer.body().strip();
    } catch (CniException refused) {
      throw refused.during("unable to allocate IP address");
    }
  }

  /** Releases the address of an owner, if it has one: {@code DELETE /ip/ID}. */
  static void release(CmdArgs args) throws CniException {
    HttpClient.Answer answer = call(args, "DELETE", args.containerId());
    if (answer.status() / 100 != 2) {
      args.process().err().println("weave-cni: " + answer.body().strip());
    }
  }

  private static HttpClient.Answer call(CmdArgs args, String method, String owner)
      throws CniException {
    String target = "/ip/" + owner;
    try {
      return HttpClient.request(
          args.process(), method, Ipv4Address.LOOPBACK, WeaveApi.PORT, target);
    } catch (ErrnoException unreachable) {
      throw new CniException(
          "%s \"http://127.0.0.1:%d%s\": dial tcp 127.0.0.1:%d: connect: %s"
              .formatted(
                  method.charAt(0) + method.substring(1).toLowerCase(Locale.ROOT),
                  WeaveApi.PORT,
                  target,
                  WeaveApi.PORT,
                  GoText.errno(unreachable)));
    }
  }
}
