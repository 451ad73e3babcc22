package dev.cnilab.cluster.object;

import static dev.cnilab.cluster.object.ResourceType.clusterWide;
import static dev.cnilab.cluster.object.ResourceType.namespaced;

import java.util.List;

/** The built-in resource types the cluster serves, as Kubernetes 1.37 defines them. */
public final class ResourceTypes {
  public static final ResourceType BINDINGS =
      namespaced("", "v1", "Binding", "bindings").withVerbs("create");
  public static final ResourceType CONFIG_MAPS =
      namespaced("", "v1", "ConfigMap", "configmaps").withShortNames("cm");
  public static final ResourceType ENDPOINTS =
      namespaced("", "v1", "Endpoints", "endpoints").withShortNames("ep");
  public static final ResourceType EVENTS =
      namespaced("", "v1", "Event", "events").withShortNames("ev");
  public static final ResourceType NAMESPACES =
      clusterWide("", "v1", "Namespace", "namespaces")
          .withShortNames("ns")
          .withVerbs("create", "delete", "get", "list", "patch", "update", "watch")
          .withSubresources("finalize", "status");
  public static final ResourceType NODES =
      clusterWide("", "v1", "Node", "nodes").withShortNames("no").withSubresources("status");
  public static final ResourceType PERSISTENT_VOLUMES =
      clusterWide("", "v1", "PersistentVolume", "persistentvolumes")
          .withShortNames("pv")
          .withSubresources("status");
  public static final ResourceType PERSISTENT_VOLUME_CLAIMS =
      namespaced("", "v1", "PersistentVolumeClaim", "persistentvolumeclaims")
          .withShortNames("pvc")
          .withSubresources("status");
  public static final ResourceType PODS =
      namespaced("", "v1", "Pod", "pods")
          .withShortNames("po")
          .withCategories("all")
          .withSubresources(
              "attach",
              "binding",
              "ephemeralcontainers",
              "eviction",
              "exec",
              "log",
              "portforward",
              "status");
  public static final ResourceType SECRETS = namespaced("", "v1", "Secret", "secrets");
  public static final ResourceType SERVICES =
      namespaced("", "v1", "Service", "services")
          .withShortNames("svc")
          .withCategories("all")
          .withSubresources("status");
  public static final ResourceType SERVICE_ACCOUNTS =
      namespaced("", "v1", "ServiceAccount", "serviceaccounts")
          .withShortNames("sa")
          .withSubresources("token");
  public static final ResourceType CUSTOM_RESOURCE_DEFINITIONS =
      clusterWide(
              "apiextensions.k8s.io", "v1", "CustomResourceDefinition", "customresourcedefinitions")
          .withShortNames("crd", "crds")
          .withCategories("api-extensions")
          .withSubresources("status");
  public static final ResourceType DAEMON_SETS =
      namespaced("apps", "v1", "DaemonSet", "daemonsets")
          .withShortNames("ds")
          .withCategories("all")
          .withSubresources("status");
  public static final ResourceType DEPLOYMENTS =
      namespaced("apps", "v1", "Deployment", "deployments")
          .withShortNames("deploy")
          .withCategories("all")
          .withSubresources("scale", "status");
  public static final ResourceType REPLICA_SETS =
      namespaced("apps", "v1", "ReplicaSet", "replicasets")
          .withShortNames("rs")
          .withCategories("all")
          .withSubresources("scale", "status");
  public static final ResourceType TOKEN_REVIEWS =
      clusterWide("authentication.k8s.io", "v1", "TokenReview", "tokenreviews").withVerbs("create");
  public static final ResourceType SELF_SUBJECT_REVIEWS =
      clusterWide("authentication.k8s.io", "v1", "SelfSubjectReview", "selfsubjectreviews")
          .withVerbs("create");
  public static final ResourceType SELF_SUBJECT_ACCESS_REVIEWS =
      clusterWide(
              "authorization.k8s.io", "v1", "SelfSubjectAccessReview", "selfsubjectaccessreviews")
          .withVerbs("create");
  public static final ResourceType SELF_SUBJECT_RULES_REVIEWS =
      clusterWide("authorization.k8s.io", "v1", "SelfSubjectRulesReview", "selfsubjectrulesreviews")
          .withVerbs("create");
  public static final ResourceType SUBJECT_ACCESS_REVIEWS =
      clusterWide("authorization.k8s.io", "v1", "SubjectAccessReview", "subjectaccessreviews")
          .withVerbs("create");
  public static final ResourceType LEASES =
      namespaced("coordination.k8s.io", "v1", "Lease", "leases");
  public static final ResourceType ENDPOINT_SLICES =
      namespaced("discovery.k8s.io", "v1", "EndpointSlice", "endpointslices");
  public static final ResourceType NEW_EVENTS =
      namespaced("events.k8s.io", "v1", "Event", "events").withShortNames("ev");
  public static final ResourceType NETWORK_POLICIES =
      namespaced("networking.k8s.io", "v1", "NetworkPolicy", "networkpolicies")
          .withShortNames("netpol");
  public static final ResourceType CLUSTER_ROLE_BINDINGS =
      clusterWide("rbac.authorization.k8s.io", "v1", "ClusterRoleBinding", "clusterrolebindings");
  public static final ResourceType CLUSTER_ROLES =
      clusterWide("rbac.authorization.k8s.io", "v1", "ClusterRole", "clusterroles");
  public static final ResourceType ROLE_BINDINGS =
      namespaced("rbac.authorization.k8s.io", "v1", "RoleBinding", "rolebindings");
  public static final ResourceType ROLES =
      namespaced("rbac.authorization.k8s.io", "v1", "Role", "roles");
  public static final ResourceType PRIORITY_CLASSES =
      clusterWide("scheduling.k8s.io", "v1", "PriorityClass", "priorityclasses")
          .withShortNames("pc");
  public static final ResourceType STORAGE_CLASSES =
      clusterWide("storage.k8s.io", "v1", "StorageClass", "storageclasses").withShortNames("sc");

  public static final ResourceType JOBS =
      namespaced("batch", "v1", "Job", "jobs").withCategories("all").withSubresources("status");
  public static final ResourceType POD_DISRUPTION_BUDGETS =
      namespaced("policy", "v1", "PodDisruptionBudget", "poddisruptionbudgets")
          .withShortNames("pdb")
          .withSubresources("status");

  public static final ResourceType REPLICATION_CONTROLLERS =
      namespaced("", "v1", "ReplicationController", "replicationcontrollers")
          .withShortNames("rc")
          .withCategories("all")
          .withSubresources("scale", "status");

  private ResourceTypes() {}

  /** Every built-in type, in the order of discovery. */
  public static List<ResourceType> builtIn() {
    return List.of(
        BINDINGS,
        CONFIG_MAPS,
        ENDPOINTS,
        EVENTS,
        NAMESPACES,
        NODES,
        PERSISTENT_VOLUME_CLAIMS,
        PERSISTENT_VOLUMES,
        PODS,
        REPLICATION_CONTROLLERS,
        SECRETS,
        SERVICE_ACCOUNTS,
        SERVICES,
        NEW_EVENTS,
        TOKEN_REVIEWS,
        SELF_SUBJECT_REVIEWS,
        SELF_SUBJECT_ACCESS_REVIEWS,
        SELF_SUBJECT_RULES_REVIEWS,
        SUBJECT_ACCESS_REVIEWS,
        DAEMON_SETS,
        DEPLOYMENTS,
        REPLICA_SETS,
        JOBS,
        NETWORK_POLICIES,
        POD_DISRUPTION_BUDGETS,
        CLUSTER_ROLE_BINDINGS,
        CLUSTER_ROLES,
        ROLE_BINDINGS,
        ROLES,
        STORAGE_CLASSES,
        CUSTOM_RESOURCE_DEFINITIONS,
        PRIORITY_CLASSES,
        LEASES,
        ENDPOINT_SLICES);
  }
}
