package dev.cnilab.lab.kubectl;

import dev.cnilab.lab.client.message.Json;
import dev.cnilab.lab.error.LabException;
import dev.cnilab.lab.error.Suggestions;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** An object's kind, namespace and name. */
record Resource(String kind, String namespace, String name) {

  private static final Map<String, String> COLLECTIONS =
      Map.ofEntries(
          Map.entry("pod", "/api/v1/namespaces/%s/pods"),
          Map.entry("service", "/api/v1/namespaces/%s/services"),
          Map.entry("configmap", "/api/v1/namespaces/%s/configmaps"),
          Map.entry("deployment", "/apis/apps/v1/namespaces/%s/deployments"),
          Map.entry("daemonset", "/apis/apps/v1/namespaces/%s/daemonsets"),
          Map.entry("networkpolicy", "/apis/networking.k8s.io/v1/namespaces/%s/networkpolicies"),
          Map.entry("serviceaccount", "/api/v1/namespaces/%s/serviceaccounts"),
          Map.entry("endpointslice", "/apis/discovery.k8s.io/v1/namespaces/%s/endpointslices"),
          Map.entry("namespace", "/api/v1/namespaces"),
          Map.entry("node", "/api/v1/nodes"),
          Map.entry("ippool", "/apis/crd.projectcalico.org/v1/ippools"),
          Map.entry("ipamconfig", "/apis/crd.projectcalico.org/v1/ipamconfigs"),
          Map.entry("clusterrole", "/apis/rbac.authorization.k8s.io/v1/clusterroles"),
          Map.entry(
              "clusterrolebinding", "/apis/rbac.authorization.k8s.io/v1/clusterrolebindings"));

  /** Parses {@code [[namespace/]kind/]name}. */
  static Resource parse(String text, String usualNamespace) {
    String[] words = text.split("/", -1);
    Resource resource =
        switch (words.length) {
          case 1 -> new Resource("pod", usualNamespace, words[0]);
          case 2 -> new Resource(words[0], usualNamespace, words[1]);
          case 3 -> new Resource(words[1], words[0], words[2]);
          default -> new Resource("", usualNamespace, text);
        };
    if (!COLLECTIONS.containsKey(resource.kind())) {
      throw LabException.of(
          "could not find " + text,
          "'%s' is none of %s"
              .formatted(resource.kind(), COLLECTIONS.keySet().stream().sorted().toList()),
          Suggestions.NAME_A_RESOURCE);
    }
    return resource;
  }

  /** The resource of an object, if its kind is known here. */
  static Optional<Resource> of(Json object) {
    String kind = object.text("/kind").toLowerCase(Locale.ROOT);
    return COLLECTIONS.containsKey(kind)
        ? Optional.of(
            new Resource(kind, object.text("/metadata/namespace"), object.text("/metadata/name")))
        : Optional.empty();
  }

  String path() {
    return COLLECTIONS.getOrDefault(kind, "").formatted(namespace) + "/" + name;
  }

  /** The resource as typed for kubectl. */
  String typed() {
    boolean usual =
        namespace.equals("default") || !COLLECTIONS.getOrDefault(kind, "").contains("%s");
    return (usual ? "" : "-n " + namespace + " ") + kind + "/" + name;
  }
}
