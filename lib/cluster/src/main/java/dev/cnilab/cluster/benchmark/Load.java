package dev.cnilab.cluster.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.Cluster;
import dev.cnilab.cluster.apiserver.authorization.User;
import dev.cnilab.cluster.client.ListOptions;
import dev.cnilab.cluster.labapi.NamespaceFinder;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceTypes;
import dev.cnilab.netsim.address.Ipv4Address;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A Deployment of many pods that do nothing. */
final class Load {
  private static final String NAME = "load";
  private static final ListOptions EVERYTHING = ListOptions.everything();
  private static final Duration LOOK = Duration.ofSeconds(1);
  private static final int LONGEST_WAIT_SECONDS = 600;
  private static final int MOST_PINGS = 200;

  private final Cluster cluster;
  private final NamespaceFinder places;
  private final int pods;

  Load(Cluster cluster, int pods) {
    this.cluster = cluster;
    this.pods = pods;
    places = new NamespaceFinder(cluster.server().client(User.apiServer()), cluster::node);
    cluster.loop().call(() -> cluster.client().create(ResourceTypes.DEPLOYMENTS, deployment()));
  }

  /**
   * Advances time until all of them are ready.
   *
   * @throws IllegalStateException if they are not ready after ten minutes of the cluster's time
   */
  void awaitReady() {
    int ready = 0;
    for (int i = 0; i < LONGEST_WAIT_SECONDS; i++) {
      cluster.loop().advance(LOOK);
      ready = cluster.loop().call(this::ready);
      if (ready == pods) {
        return;
      }
    }
    throw new IllegalStateException(
        ready + " of " + pods + " pods are ready after " + LONGEST_WAIT_SECONDS + " s");
  }

  private int ready() {
    return cluster
        .client()
        .get(ResourceTypes.DEPLOYMENTS, "default", NAME)
        .at("/status/readyReplicas")
        .asInt();
  }

  /**
   * Sends pings from pods to pods on other nodes, all at once; returns the share that is answered.
   */
  double pingsAnswered() {
    List<KubeObject> all =
        cluster.loop().call(() -> cluster.client().list(ResourceTypes.PODS, "default", EVERYTHING));
    int pings = Math.min(MOST_PINGS, pods / 2);
    List<EchoRequest> sent = new ArrayList<>();
    for (int i = 0; i < pings; i++) {
      KubeObject from = all.get(i * (pods / 2) / pings);
      KubeObject to = all.get(pods / 2 + i * (pods / 2) / pings);
      if (!from.text("/spec/nodeName").equals(to.text("/spec/nodeName"))) {
        sent.add(cluster.loop().call(() -> ping(from, to)));
      }
    }
    cluster.loop().advance(LOOK);
    long answered =
        cluster.loop().call(() -> sent.stream().filter(EchoRequest::isAnswered).count());
    return sent.isEmpty() ? 0 : (double) answered / sent.size();
  }

  private EchoRequest ping(KubeObject from, KubeObject to) {
    JsonNode place = Json.object().put("namespace", "default").put("pod", from.name());
    return new EchoRequest(places.find(place), Ipv4Address.parse(to.text("/status/podIP")));
  }

  private static ObjectNode container() {
    return Json.object().put("name", "pause").put("image", "registry.k8s.io/pause:3.10");
  }

  private KubeObject deployment() {
    ObjectNode json = Json.object().put("apiVersion", "apps/v1").put("kind", "Deployment");
    json.putObject("metadata").put("name", NAME).put("namespace", "default");
    ObjectNode spec = json.putObject("spec").put("replicas", pods);
    spec.putObject("selector").putObject("matchLabels").put("app", NAME);
    ObjectNode template = spec.putObject("template");
    template.putObject("metadata").putObject("labels").put("app", NAME);
    template.putObject("spec").putArray("containers").add(container());
    return KubeObject.of(json);
  }
}
