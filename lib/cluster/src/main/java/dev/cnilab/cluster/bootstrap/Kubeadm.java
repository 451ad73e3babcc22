package dev.cnilab.cluster.bootstrap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.client.ApiClient;
import dev.cnilab.cluster.client.ApiException;
import dev.cnilab.cluster.cni.json.GoJson;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceType;
import dev.cnilab.cluster.object.ResourceTypes;
import dev.cnilab.cluster.object.value.Base64Text;
import dev.cnilab.netsim.address.Ipv4Prefix;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What {@code kubeadm init} creates in the API, together with what kube-apiserver maintains there.
 */
public final class Kubeadm {
  private static final String NAMESPACES = "namespaces.yaml";
  private static final String SERVICE = "service.yaml";

  private static final List<String> OBJECTS =
      List.of(
          "system.yaml",
          NAMESPACES,
          SERVICE,
          "apiservices.jsonl",
          "flows.jsonl",
          "rbac.jsonl",
          "accounts.jsonl",
          "config.yaml");

  /** The fields of Endpoints and EndpointSlices that contain the API server's address. */
  private static final List<String> ADDRESSES = List.of("subsets", "endpoints");

  private static final List<String> ADD_ONS = List.of("coredns.yaml", "kube-proxy.yaml");

  private static final List<String> IMAGED =
      List.of(
          "manifests/kube-apiserver.yaml",
          "manifests/kube-controller-manager.yaml",
          "manifests/kube-scheduler.yaml",
          "manifests/etcd.yaml",
          "kube-proxy.yaml",
          "coredns.yaml");

  private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

  /** From flannel's own manifest. */
  private static final Ipv4Prefix FLANNEL_NETWORK = Ipv4Prefix.parse("10.244.0.0/16");

  private static final Pattern IMAGE = Pattern.compile("image: (\\S+)");

  /** As {@code kubeadm init} sets it. */
  private static final Duration TOKEN_TIME = Duration.ofHours(24);

  private final Templates timeless;
  private final InstantSource clock;

  /** The objects that are restored repeatedly, read once. */
  private final Map<String, List<KubeObject>> kept = new HashMap<>();

  private final PodNetwork pods;
  private final Pki pki;

  /**
   * A cluster to be created.
   *
   * @param pki issues its certificates
   * @param clock the cluster's
   */
  public Kubeadm(PodNetwork pods, Pki pki, InstantSource clock) {
    this.pods = pods;
    this.pki = pki;
    this.clock = clock;
    String certificate = pki.rootCertificate();
    timeless =
        new Templates(
            Map.of(
                "POD_SUBNET",
                pods.cidr().toString(),
                "CA",
                certificate,
                "CA_BASE64",
                Base64Text.encoded(certificate)));
  }

  /** The certificate of the cluster's authority, in PEM. */
  public String rootCertificate() {
    return pki.rootCertificate();
  }

  /** Creates the namespaces, roles and configuration. */
  public void init(ApiClient client) {
    OBJECTS.forEach(resource -> apply(client, resource));
  }

  /** Creates missing system namespaces, as a kube-apiserver does. */
  public void restoreNamespaces(ApiClient client) {
    restore(client, NAMESPACES);
  }

  /**
   * Restores the Service through which pods reach the API, with its range and endpoints, as a
   * kube-apiserver does.
   */
  public void restoreService(ApiClient client) {
    restore(client, SERVICE);
  }

  private void restore(ApiClient client, String resource) {
    for (KubeObject wanted : kept.computeIfAbsent(resource, templates()::objects)) {
      try {
        restore(client, wanted);
      } catch (ApiException refused) {
        // The namespace may be terminating: there will be another attempt.
      }
    }
  }

  private static void restore(ApiClient client, KubeObject wanted) {
    ResourceType type = typeOf(wanted);
    Optional<KubeObject> found = client.find(type, wanted.namespace(), wanted.name());
    if (found.isEmpty()) {
      client.create(type, wanted);
    } else if (ADDRESSES.stream().anyMatch(field -> differ(found.get(), wanted, field))) {
      client.update(type, found.get().edit(json -> copyAddresses(wanted, json)));
    }
  }

  private static boolean differ(KubeObject found, KubeObject wanted, String field) {
    return !found.at("/" + field).equals(wanted.at("/" + field));
  }

  private static void copyAddresses(KubeObject wanted, ObjectNode into) {
    for (String field : ADDRESSES) {
      if (wanted.json().has(field)) {
        into.set(field, wanted.json().get(field));
      }
    }
  }

  /** Creates CoreDNS and kube-proxy, once the first node has registered ({@code phase addon}). */
  public void addOns(ApiClient client) {
    ADD_ONS.forEach(resource -> apply(client, resource));
  }

  /** The images that {@code kubeadm init} pulls before it starts anything. */
  public List<String> images() {
    return IMAGED.stream()
        .flatMap(resource -> IMAGE.matcher(templates().text(resource)).results())
        .map(image -> image.group(1))
        .distinct()
        .toList();
  }

  /** Creates the objects in a resource of this package, as {@code kubectl create -f} would. */
  void apply(ApiClient client, String resource) {
    for (KubeObject object : templates().objects(resource)) {
      KubeObject created = client.create(typeOf(object), object);
      if (object.at("/status").isObject()) {
        client.updateStatus(typeOf(object), withStatus(created, object));
      }
    }
  }

  /** The status that the API server gives its own objects as soon as they exist. */
  private static KubeObject withStatus(KubeObject created, KubeObject given) {
    String since = created.text("/metadata/creationTimestamp");
    return created.edit(
        json -> {
          JsonNode status = given.at("/status").deepCopy();
          status
              .path("conditions")
              .forEach(condition -> ((ObjectNode) condition).put("lastTransitionTime", since));
          json.set("status", status);
        });
  }

  /** Applies a resource of this package as a person does with kubectl, including its annotation. */
  void applyByHand(ApiClient client, String resource) {
    for (KubeObject object : templates().objects(resource)) {
      KubeObject given = withNetwork(object).edit(json -> json.withObject("/metadata/annotations"));
      String applied = GoJson.marshalMap(given.json()) + "\n";
      client.create(
          typeOf(object),
          given.edit(json -> json.withObject("/metadata/annotations").put(LAST_APPLIED, applied)));
    }
  }

  /** Flannel's documentation requires this where the pods' addresses differ from its manifest. */
  private KubeObject withNetwork(KubeObject object) {
    String conf = object.text("/data/net-conf.json");
    if (conf.isEmpty() || FLANNEL_NETWORK.contains(pods.cidr())) {
      return object;
    }
    String changed = conf.replace(FLANNEL_NETWORK.toString(), pods.cidr().toString());
    return object.edit(json -> json.withObject("/data").put("net-conf.json", changed));
  }

  /** The files of a node, as they are just before its services start. */
  public NodeFiles filesOf(NodeIdentity node, List<NodeIdentity> all) {
    return new NodeFiles(templates(), pods, pki, node, all);
  }

  Templates templates() {
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    return timeless
        .with("TODAY", now.toString().substring(0, now.toString().indexOf('T')))
        .with("TOKEN_END_BASE64", Base64Text.encoded(now.plus(TOKEN_TIME).toString()));
  }

  private static ResourceType typeOf(KubeObject object) {
    return ResourceTypes.builtIn().stream()
        .filter(type -> type.kind().equals(object.kind()))
        .filter(type -> type.apiVersion().equals(object.apiVersion()))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "no type for " + object.apiVersion() + " " + object.kind()));
  }
}
