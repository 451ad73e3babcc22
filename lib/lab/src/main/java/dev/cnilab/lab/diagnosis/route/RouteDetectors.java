package dev.cnilab.lab.diagnosis.route;

import dev.cnilab.lab.diagnosis.evidence.Clue;
import dev.cnilab.lab.diagnosis.evidence.ClusterPicture;
import dev.cnilab.lab.diagnosis.evidence.Detector;
import dev.cnilab.lab.diagnosis.evidence.NodePicture;
import dev.cnilab.lab.diagnosis.evidence.Suspicion;
import dev.cnilab.lab.diagnosis.remedy.NetworkAgent;
import dev.cnilab.lab.shell.Pod;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Detectors for a node's routes to pods and to other nodes. */
public final class RouteDetectors {

  /** Links by which packets leave for other nodes' pods, whatever their gateway. */
  private static final Pattern INTO_TUNNELS =
      Pattern.compile("flannel.*|cilium_.*|vxlan.*|weave|wg.*|wireguard.*");

  private RouteDetectors() {}

  public static List<Detector> detectors() {
    return List.of(
        RouteDetectors::toOwnPods,
        RouteDetectors::toOthersPods,
        RouteDetectors::astray,
        RouteDetectors::toNodes);
  }

  /** Missing routes to the node's own pods, where each pod has a link of its own. */
  private static Stream<Suspicion> toOwnPods(ClusterPicture picture) {
    return picture.nodes().stream()
        .filter(node -> node.plugin().equals("calico") && !node.lines("routes").isEmpty())
        .flatMap(
            node ->
                picture.networked(node).stream()
                    .filter(
                        pod ->
                            MainTableRoute.to(node, pod.ip())
                                .filter(MainTableRoute::isForOneAddress)
                                .isEmpty())
                    .limit(1)
                    .map(
                        pod ->
                            missing(picture, node, "%s, pod %s".formatted(pod.ip(), named(pod)))));
  }

  /**
   * Missing routes to other nodes' pods that other nodes have, so that the default route is used.
   */
  private static Stream<Suspicion> toOthersPods(ClusterPicture picture) {
    return picture.nodes().stream()
        .filter(node -> !node.usesBridge() && !node.lines("routes").isEmpty())
        .filter(node -> picture.nodes().stream().anyMatch(other -> hasRoutes(picture, other)))
        .flatMap(
            node ->
                ofOthers(picture, node)
                    .filter(
                        pod ->
                            MainTableRoute.to(node, pod.ip())
                                .filter(MainTableRoute::isSpecific)
                                .isEmpty())
                    .limit(1)
                    .map(
                        pod ->
                            missing(
                                picture,
                                node,
                                "%s, pod %s on %s"
                                    .formatted(pod.ip(), named(pod), pod.nodeName()))));
  }

  private static boolean hasRoutes(ClusterPicture picture, NodePicture node) {
    return ofOthers(picture, node)
        .anyMatch(
            pod ->
                MainTableRoute.to(node, pod.ip()).filter(MainTableRoute::isSpecific).isPresent());
  }

  /**
   * The suspicion of a missing route, which may follow from a link that is down: the kernel deletes
   * its routes.
   */
  private static Suspicion missing(ClusterPicture picture, NodePicture node, String what) {
    return Suspicion.of(
            "route-missing",
            node.where(),
            new Clue("ip route", "nothing for " + what),
            node.look("ip route"),
            "Restart the agent's pod on the node: it adds the routes.")
        .by(NetworkAgent.restart(picture, node))
        .ranked(2);
  }

  /** A route to another node's pods over a wrong link or node. */
  private static Stream<Suspicion> astray(ClusterPicture picture) {
    return picture.nodes().stream()
        .flatMap(
            node ->
                ofOthers(picture, node)
                    .flatMap(
                        pod ->
                            MainTableRoute.to(node, pod.ip())
                                .filter(route -> isAstray(picture, node, pod, route))
                                .stream())
                    .limit(1)
                    .map(route -> wrong(picture, node, route)));
  }

  private static boolean isAstray(
      ClusterPicture picture, NodePicture node, Pod pod, MainTableRoute route) {
    if (!route.isSpecific()
        || route.refuses()
        || INTO_TUNNELS.matcher(route.device()).matches()
        || route.line().contains(" proto kernel ")
        || route.gateway().equals(address(picture, pod.nodeName()))) {
      return false;
    }
    boolean leavesNode =
        route.device().equals("tunl0") || node.uplink().stream().anyMatch(route.device()::equals);
    return leavesNode
        ? !route.gateway().isEmpty() && !route.gateway().equals(usualGateway(node))
        : !route.hasMaker() && !isOnThisNode(picture, node, pod);
  }

  private static boolean isOnThisNode(ClusterPicture picture, NodePicture node, Pod pod) {
    return picture.networked(node).stream().anyMatch(own -> own.ip().equals(pod.ip()));
  }

  private static String usualGateway(NodePicture node) {
    return MainTableRoute.to(node, "0.0.0.0").map(MainTableRoute::gateway).orElse("");
  }

  private static String address(ClusterPicture picture, String node) {
    return picture.nodes().stream()
        .filter(each -> each.name().equals(node))
        .map(each -> each.node().ip())
        .findFirst()
        .orElse("");
  }

  /** A manual route to a node's address that leads elsewhere. */
  private static Stream<Suspicion> toNodes(ClusterPicture picture) {
    return picture.nodes().stream()
        .flatMap(
            node ->
                picture.nodes().stream()
                    .filter(other -> !other.name().equals(node.name()))
                    .flatMap(other -> written(node, other).stream())
                    .limit(1)
                    .map(route -> wrong(picture, node, route)));
  }

  private static Optional<MainTableRoute> written(NodePicture node, NodePicture other) {
    return MainTableRoute.to(node, other.node().ip())
        .filter(MainTableRoute::isForOneAddress)
        .filter(route -> !route.hasMaker())
        .filter(route -> !route.gateway().equals(other.node().ip()));
  }

  /** The suspicion of a wrong route; the agent may have been given another address. */
  private static Suspicion wrong(ClusterPicture picture, NodePicture node, MainTableRoute route) {
    return Suspicion.of(
            "route-wrong",
            node.where(),
            new Clue("ip route", route.line()),
            node.look("ip route; ip neigh"),
            "ip route del that route; where it was an agent's, restart its pod, which writes it"
                + " again.")
        .by(
            node.change("ip route del " + route.line().replaceFirst("^(\\S+) .*", "$1")),
            NetworkAgent.restart(picture, node))
        .ranked(2);
  }

  private static Stream<Pod> ofOthers(ClusterPicture picture, NodePicture node) {
    return picture.nodes().stream()
        .filter(other -> !other.name().equals(node.name()))
        .flatMap(other -> picture.networked(other).stream());
  }

  private static String named(Pod pod) {
    return pod.namespace() + "/" + pod.name();
  }
}
