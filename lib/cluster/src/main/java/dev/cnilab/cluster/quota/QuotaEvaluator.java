package dev.cnilab.cluster.quota;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceType;
import dev.cnilab.cluster.object.ResourceTypes;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What objects use, and which kinds a quota's resource covers. */
public final class QuotaEvaluator {
  /** The resources that quotas also count by their bare name. */
  private static final Set<String> COUNTED =
      Set.of(
          "configmaps",
          "persistentvolumeclaims",
          "replicationcontrollers",
          "resourcequotas",
          "secrets",
          "services");

  private QuotaEvaluator() {}

  public static QuotaUsage of(ResourceType type, KubeObject object) {
    return switch (type.qualifiedPlural()) {
      case "pods" -> PodUsage.of(object);
      case "services" -> counted(type).plus(service(object));
      case "persistentvolumeclaims" -> counted(type).plus(claim(object));
      default -> counted(type);
    };
  }

  private static QuotaUsage counted(ResourceType type) {
    Map<String, Amount> amounts = new TreeMap<>();
    amounts.put("count/" + type.qualifiedPlural(), Amount.ONE);
    if (type.group().isEmpty() && COUNTED.contains(type.plural())) {
      amounts.put(type.plural(), Amount.ONE);
    }
    return new QuotaUsage(amounts);
  }

  private static QuotaUsage service(KubeObject service) {
    String type = service.text("/spec/type");
    boolean balanced = type.equals("LoadBalancer");
    boolean ports =
        type.equals("NodePort")
            || (balanced && service.at("/spec/allocateLoadBalancerNodePorts").asBoolean(true));
    long open = service.at("/spec/ports").size();
    Map<String, Amount> amounts = new TreeMap<>();
    amounts.put("services.loadbalancers", balanced ? Amount.ONE : Amount.NONE);
    amounts.put("services.nodeports", ports ? Amount.of(Long.toString(open)) : Amount.NONE);
    return new QuotaUsage(amounts);
  }

  private static QuotaUsage claim(KubeObject claim) {
    Amount storage = Amount.of(claim.text("/spec/resources/requests/storage"));
    Map<String, Amount> amounts = new TreeMap<>();
    amounts.put("requests.storage", storage);
    String storageClass = claim.text("/spec/storageClassName");
    if (!storageClass.isEmpty()) {
      String prefix = storageClass + ".storageclass.storage.k8s.io/";
      amounts.put(prefix + "requests.storage", storage);
      amounts.put(prefix + "persistentvolumeclaims", Amount.ONE);
    }
    return new QuotaUsage(amounts);
  }

  /** The kinds whose objects count for a quota. */
  public static List<ResourceType> types(KubeObject quota) {
    return ResourceTypes.builtIn().stream()
        .filter(ResourceType::namespaced)
        .filter(type -> !type.verbs().equals(List.of("create")))
        .filter(type -> isAbout(quota.at("/spec/hard"), type))
        .toList();
  }

  private static boolean isAbout(JsonNode hard, ResourceType type) {
    return hard.propertyStream().map(Map.Entry::getKey).anyMatch(name -> isAbout(name, type));
  }

  private static boolean isAbout(String name, ResourceType type) {
    if (name.startsWith("count/")) {
      return name.equals("count/" + type.qualifiedPlural());
    }
    boolean storage = name.contains("storage") && !name.contains("ephemeral-storage");
    return type.group().isEmpty()
        && switch (type.plural()) {
          case "pods" -> !storage && !COUNTED.contains(name) && !name.startsWith("services.");
          case "persistentvolumeclaims" -> storage || name.equals("persistentvolumeclaims");
          case "services" -> name.equals("services") || name.startsWith("services.");
          default -> COUNTED.contains(name) && name.equals(type.plural());
        };
  }
}
