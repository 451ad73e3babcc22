package dev.cnilab.cluster.object;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * The built-in resource types the cluster serves, as Kubernetes 1.37 defines them. {@code
 * kinds.txt} lists them: below each group and version a line for each type, in the order of
 * discovery.
 */
public final class ResourceTypes {
  private static final List<ResourceType> BUILT_IN = read();

  public static final ResourceType ADMISSION_POLICIES =
      named("validatingadmissionpolicies.admissionregistration.k8s.io");
  public static final ResourceType ADMISSION_POLICY_BINDINGS =
      named("validatingadmissionpolicybindings.admissionregistration.k8s.io");
  public static final ResourceType API_SERVICES = named("apiservices.apiregistration.k8s.io");
  public static final ResourceType BINDINGS = named("bindings");
  public static final ResourceType CERTIFICATE_SIGNING_REQUESTS =
      named("certificatesigningrequests.certificates.k8s.io");
  public static final ResourceType CLUSTER_ROLES = named("clusterroles.rbac.authorization.k8s.io");
  public static final ResourceType CLUSTER_ROLE_BINDINGS =
      named("clusterrolebindings.rbac.authorization.k8s.io");
  public static final ResourceType COMPONENT_STATUSES = named("componentstatuses");
  public static final ResourceType CONFIG_MAPS = named("configmaps");
  public static final ResourceType CONTROLLER_REVISIONS = named("controllerrevisions.apps");
  public static final ResourceType CRON_JOBS = named("cronjobs.batch");
  public static final ResourceType CUSTOM_RESOURCE_DEFINITIONS =
      named("customresourcedefinitions.apiextensions.k8s.io");
  public static final ResourceType DAEMON_SETS = named("daemonsets.apps");
  public static final ResourceType DEPLOYMENTS = named("deployments.apps");
  public static final ResourceType ENDPOINTS = named("endpoints");
  public static final ResourceType ENDPOINT_SLICES = named("endpointslices.discovery.k8s.io");
  public static final ResourceType EVENTS = named("events");
  public static final ResourceType HORIZONTAL_POD_AUTOSCALERS =
      named("horizontalpodautoscalers.autoscaling");
  public static final ResourceType INGRESS_CLASSES = named("ingressclasses.networking.k8s.io");
  public static final ResourceType IP_ADDRESSES = named("ipaddresses.networking.k8s.io");
  public static final ResourceType JOBS = named("jobs.batch");
  public static final ResourceType CLUSTER_TRUST_BUNDLES =
      named("clustertrustbundles.certificates.k8s.io");
  public static final ResourceType POD_CERTIFICATE_REQUESTS =
      named("podcertificaterequests.certificates.k8s.io");
  public static final ResourceType CSI_NODES = named("csinodes.storage.k8s.io");
  public static final ResourceType LEASES = named("leases.coordination.k8s.io");
  public static final ResourceType LIMIT_RANGES = named("limitranges");
  public static final ResourceType MUTATING_POLICIES =
      named("mutatingadmissionpolicies.admissionregistration.k8s.io");
  public static final ResourceType MUTATING_POLICY_BINDINGS =
      named("mutatingadmissionpolicybindings.admissionregistration.k8s.io");
  public static final ResourceType MUTATING_WEBHOOKS =
      named("mutatingwebhookconfigurations.admissionregistration.k8s.io");
  public static final ResourceType NAMESPACES = named("namespaces");
  public static final ResourceType NETWORK_POLICIES = named("networkpolicies.networking.k8s.io");
  public static final ResourceType NEW_EVENTS = named("events.events.k8s.io");
  public static final ResourceType NODES = named("nodes");
  public static final ResourceType PERSISTENT_VOLUMES = named("persistentvolumes");
  public static final ResourceType PERSISTENT_VOLUME_CLAIMS = named("persistentvolumeclaims");
  public static final ResourceType VOLUME_ATTRIBUTES_CLASSES =
      named("volumeattributesclasses.storage.k8s.io");
  public static final ResourceType PODS = named("pods");
  public static final ResourceType POD_DISRUPTION_BUDGETS = named("poddisruptionbudgets.policy");
  public static final ResourceType PRIORITY_CLASSES = named("priorityclasses.scheduling.k8s.io");
  public static final ResourceType REPLICATION_CONTROLLERS = named("replicationcontrollers");
  public static final ResourceType REPLICA_SETS = named("replicasets.apps");
  public static final ResourceType RESOURCE_QUOTAS = named("resourcequotas");
  public static final ResourceType ROLES = named("roles.rbac.authorization.k8s.io");
  public static final ResourceType ROLE_BINDINGS = named("rolebindings.rbac.authorization.k8s.io");
  public static final ResourceType RUNTIME_CLASSES = named("runtimeclasses.node.k8s.io");
  public static final ResourceType SECRETS = named("secrets");
  public static final ResourceType SERVICES = named("services");
  public static final ResourceType SERVICE_ACCOUNTS = named("serviceaccounts");
  public static final ResourceType SERVICE_CIDRS = named("servicecidrs.networking.k8s.io");
  public static final ResourceType STATEFUL_SETS = named("statefulsets.apps");
  public static final ResourceType STORAGE_CLASSES = named("storageclasses.storage.k8s.io");
  public static final ResourceType STORAGE_VERSION_MIGRATIONS =
      named("storageversionmigrations.storagemigration.k8s.io");
  public static final ResourceType SUBJECT_ACCESS_REVIEWS =
      named("subjectaccessreviews.authorization.k8s.io");
  public static final ResourceType TOKEN_REVIEWS = named("tokenreviews.authentication.k8s.io");
  public static final ResourceType VALIDATING_WEBHOOKS =
      named("validatingwebhookconfigurations.admissionregistration.k8s.io");

  private ResourceTypes() {}

  /** Every built-in type, in the order of discovery. */
  public static List<ResourceType> builtIn() {
    return BUILT_IN;
  }

  /** The type of this name; if there are several versions, the first one in discovery. */
  private static ResourceType named(String qualifiedPlural) {
    return BUILT_IN.stream()
        .filter(type -> type.qualifiedPlural().equals(qualifiedPlural))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("kinds.txt has no " + qualifiedPlural));
  }

  private static List<ResourceType> read() {
    List<ResourceType> types = new ArrayList<>();
    String group = "";
    String version = "";
    for (String line : text().lines().toList()) {
      if (line.startsWith(" ")) {
        ResourceType type = type(group, version, line.strip().split(" ", -1));
        types.add(type);
      } else {
        int slash = line.indexOf('/');
        group = line.substring(0, Math.max(0, slash));
        version = line.substring(slash + 1);
      }
    }
    return List.copyOf(types);
  }

  private static ResourceType type(String group, String version, String[] words) {
    ResourceType type =
        words[2].equals("namespaced")
            ? ResourceType.namespaced(group, version, words[1], words[0])
            : ResourceType.clusterWide(group, version, words[1], words[0]);
    for (String property : Arrays.asList(words).subList(3, words.length)) {
      String[] values = property.substring(property.indexOf('=') + 1).split(",", -1);
      type =
          switch (property.substring(0, property.indexOf('='))) {
            case "short" -> type.withShortNames(values);
            case "categories" -> type.withCategories(values);
            case "verbs" -> type.withVerbs(values);
            case "subresources" -> type.withSubresources(values);
            default -> throw new IllegalStateException("kinds.txt has an unknown " + property);
          };
    }
    return type;
  }

  private static String text() {
    try (InputStream in =
        Objects.requireNonNull(ResourceTypes.class.getResourceAsStream("kinds.txt"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
