package dev.cnilab.cluster.image.cilium.datapath;

import dev.cnilab.netsim.conntrack.tuple.EndRewriting;
import dev.cnilab.netsim.conntrack.tuple.Translation;
import dev.cnilab.netsim.conntrack.tuple.Tuple;
import dev.cnilab.netsim.link.Skb;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Redirects one pod's packets to a Service to one of its backends, and makes the replies come from
 * the Service; so pods need no kube-proxy for that.
 */
final class ServiceTranslation {
  private static final int MOST = 65_536;

  private final CiliumServices services;
  private final RandomGenerator random;

  /** The backend chosen for each connection, by the tuple that the pod sends. */
  private final Map<Tuple, CiliumServicePort> chosen = new HashMap<>();

  /** The new source of each reply, by the reply's tuple. */
  private final Map<Tuple, CiliumServicePort> answers = new HashMap<>();

  ServiceTranslation(CiliumServices services, RandomGenerator random) {
    this.services = services;
    this.random = random;
  }

  /** Translates what the pod sends; returns the resulting tuple. */
  Tuple toBackend(Skb skb, Tuple tuple) {
    CiliumServicePort backend = chosen.get(tuple);
    if (backend == null) {
      CiliumServicePort frontend =
          new CiliumServicePort(tuple.protocol(), tuple.destination(), tuple.destinationPort());
      List<CiliumServicePort> all = services.backends(frontend);
      if (all.isEmpty()) {
        return tuple;
      }
      backend = all.get(random.nextInt(all.size()));
      if (backend.address().equals(tuple.source())) {
        return tuple; // a pod that connects to itself: kube-proxy's rules handle the reply
      }
      forgetIfFull();
      chosen.put(tuple, backend);
      answers.put(tuple.withDestination(backend.address(), backend.port()).reversed(), frontend);
    }
    skb.replace(
        EndRewriting.of(skb.packet(), Translation.DESTINATION, backend.address(), backend.port()));
    return tuple.withDestination(backend.address(), backend.port());
  }

  /** Makes a reply come from the Service that the pod has contacted. */
  void fromService(Skb skb, Tuple tuple) {
    CiliumServicePort frontend = answers.get(tuple);
    if (frontend != null) {
      skb.replace(
          EndRewriting.of(skb.packet(), Translation.SOURCE, frontend.address(), frontend.port()));
    }
  }

  private void forgetIfFull() {
    if (chosen.size() >= MOST) {
      chosen.clear();
      answers.clear();
    }
  }
}
