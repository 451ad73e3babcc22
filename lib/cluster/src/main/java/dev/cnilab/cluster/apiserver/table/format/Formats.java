package dev.cnilab.cluster.apiserver.table.format;

import static dev.cnilab.cluster.apiserver.table.cell.Cells.orElse;
import static dev.cnilab.cluster.apiserver.table.cell.TableColumn.age;
import static dev.cnilab.cluster.apiserver.table.cell.TableColumn.number;
import static dev.cnilab.cluster.apiserver.table.cell.TableColumn.objectName;
import static dev.cnilab.cluster.apiserver.table.cell.TableColumn.text;
import static dev.cnilab.cluster.apiserver.table.cell.TableColumn.timed;
import static dev.cnilab.cluster.apiserver.table.cell.TableColumn.truth;

import dev.cnilab.cluster.apiserver.table.cell.Cells;
import dev.cnilab.cluster.apiserver.table.cell.PodStatus;
import dev.cnilab.cluster.apiserver.table.cell.TableColumn;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** The columns of each kind's table. */
public final class Formats {
  private static final TableColumn CREATED =
      text("Created At", o -> o.text("/metadata/creationTimestamp")).typed("date");
  private static final List<TableColumn> PLAIN = List.of(objectName(), CREATED);
  private static final Map<String, List<TableColumn>> FORMATS = new HashMap<>();

  static {
    FORMATS.put(
        "pods",
        List.of(
            objectName(),
            text("Ready", o -> new PodStatus(o).ready()),
            text("Status", o -> new PodStatus(o).reason()),
            timed("Restarts", (o, now) -> new PodStatus(o).restarts(now)),
            age(),
            text("IP", o -> orElse(o.text("/status/podIPs/0/ip"), "<none>")).wide(),
            text("Node", o -> orElse(o.text("/spec/nodeName"), "<none>")).wide(),
            text("Nominated Node", o -> orElse(o.text("/status/nominatedNodeName"), "<none>"))
                .wide(),
            text("Readiness Gates", o -> new PodStatus(o).readinessGates()).wide()));
    FORMATS.put(
        "namespaces", List.of(objectName(), text("Status", o -> o.text("/status/phase")), age()));
    FORMATS.put(
        "configmaps",
        List.of(
            objectName(),
            number("Data", o -> o.at("/data").size() + o.at("/binaryData").size()).typed("string"),
            age()));
    FORMATS.put(
        "secrets",
        List.of(
            objectName(),
            text("Type", o -> o.text("/type")),
            number("Data", o -> o.at("/data").size()).typed("string"),
            age()));
    FORMATS.put(
        "customresourcedefinitions.apiextensions.k8s.io",
        List.of(
            objectName(),
            text("Scope", o -> o.text("/spec/scope")),
            text("Versions", Formats::versions),
            CREATED));
    FORMATS.put("serviceaccounts", List.of(objectName(), age()));
    FORMATS.put(
        "leases.coordination.k8s.io",
        List.of(objectName(), text("Holder", o -> o.text("/spec/holderIdentity")), age()));
    FORMATS.put(
        "networkpolicies.networking.k8s.io",
        List.of(objectName(), text("Pod-Selector", Cells.selector("/spec/podSelector")), age()));
    FORMATS.put(
        "priorityclasses.scheduling.k8s.io",
        List.of(
            objectName(),
            number("Value", o -> o.at("/value").asLong()),
            truth("Global-Default", o -> o.at("/globalDefault").asBoolean()),
            age(),
            text("PreemptionPolicy", o -> o.text("/preemptionPolicy"))));
    FORMATS.put("nodes", NodeFormats.NODES);
    FORMATS.put("events", EventFormat.COLUMNS);
    FORMATS.put("events.events.k8s.io", EventFormat.COLUMNS);
    FORMATS.put("services", NetworkFormats.SERVICES);
    FORMATS.put("endpoints", NetworkFormats.ENDPOINTS);
    FORMATS.put("endpointslices.discovery.k8s.io", NetworkFormats.ENDPOINT_SLICES);
    FORMATS.put("deployments.apps", WorkloadFormats.DEPLOYMENTS);
    FORMATS.put("replicasets.apps", WorkloadFormats.REPLICA_SETS);
    FORMATS.put("daemonsets.apps", WorkloadFormats.DAEMON_SETS);
    FORMATS.put("jobs.batch", JobFormat.COLUMNS);
    FORMATS.put("rolebindings.rbac.authorization.k8s.io", BindingFormat.COLUMNS);
    FORMATS.put("clusterrolebindings.rbac.authorization.k8s.io", BindingFormat.COLUMNS);
    FORMATS.put("replicationcontrollers", WorkloadFormats.REPLICATION_CONTROLLERS);
    FORMATS.put("statefulsets.apps", WorkloadFormats.STATEFUL_SETS);
    FORMATS.put("controllerrevisions.apps", WorkloadFormats.REVISIONS);
    FORMATS.put("podtemplates", WorkloadFormats.POD_TEMPLATES);
    FORMATS.put("cronjobs.batch", WorkloadFormats.CRON_JOBS);
    FORMATS.put("horizontalpodautoscalers.autoscaling", AutoscalerFormat.COLUMNS);
    FORMATS.put("ingresses.networking.k8s.io", NetworkFormats.INGRESSES);
    FORMATS.put("ingressclasses.networking.k8s.io", NetworkFormats.INGRESS_CLASSES);
    FORMATS.put("ipaddresses.networking.k8s.io", NetworkFormats.IP_ADDRESSES);
    FORMATS.put("servicecidrs.networking.k8s.io", NetworkFormats.SERVICE_CIDRS);
    FORMATS.put("poddisruptionbudgets.policy", PolicyFormats.BUDGETS);
    FORMATS.put("resourcequotas", PolicyFormats.QUOTAS);
    FORMATS.put("flowschemas.flowcontrol.apiserver.k8s.io", PolicyFormats.FLOWS);
    FORMATS.put(
        "prioritylevelconfigurations.flowcontrol.apiserver.k8s.io", PolicyFormats.PRIORITY_LEVELS);
    FORMATS.put("apiservices.apiregistration.k8s.io", ServingFormats.API_SERVICES);
    FORMATS.put("componentstatuses", ServingFormats.COMPONENTS);
    FORMATS.put("certificatesigningrequests.certificates.k8s.io", ServingFormats.SIGNING_REQUESTS);
    AdmissionFormats.all().forEach(FORMATS::put);
    FORMATS.put(
        "runtimeclasses.node.k8s.io",
        List.of(objectName(), text("Handler", o -> o.text("/handler")), age()));
    FORMATS.put("csidrivers.storage.k8s.io", StorageFormats.DRIVERS);
    FORMATS.put(
        "csinodes.storage.k8s.io",
        List.of(objectName(), number("Drivers", o -> o.at("/spec/drivers").size()), age()));
    FORMATS.put("volumeattachments.storage.k8s.io", StorageFormats.ATTACHMENTS);
    FORMATS.put(
        "volumeattributesclasses.storage.k8s.io",
        List.of(objectName(), text("DriverName", o -> o.text("/driverName")), age()));
    FORMATS.put("storageclasses.storage.k8s.io", StorageFormats.CLASSES);
    FORMATS.put("persistentvolumeclaims", StorageFormats.CLAIMS);
    FORMATS.put("persistentvolumes", StorageFormats.VOLUMES);
    FORMATS.put(
        "storageversionmigrations.storagemigration.k8s.io",
        List.of(
            objectName(),
            text("Resource", Formats::migrated),
            text("Status", Formats::conditionOfMigration)));
  }

  private Formats() {}

  /** The versions of a definition, with a mark at the stored one. */
  private static String versions(KubeObject definition) {
    return StreamSupport.stream(definition.at("/spec/versions").spliterator(), false)
        .map(
            version ->
                version.path("name").asText()
                    + (version.path("storage").asBoolean() ? "(storage)" : ""))
        .collect(Collectors.joining(","));
  }

  private static String migrated(KubeObject migration) {
    String group = migration.text("/spec/resource/group");
    return migration.text("/spec/resource/resource") + (group.isEmpty() ? "" : "." + group);
  }

  /** The last of its conditions that is true. */
  private static String conditionOfMigration(KubeObject migration) {
    return StreamSupport.stream(migration.at("/status/conditions").spliterator(), false)
        .filter(condition -> condition.path("status").asText().equals("True"))
        .map(condition -> condition.path("type").asText())
        .reduce("Unknown", (before, last) -> last);
  }

  public static List<TableColumn> of(ResourceType type) {
    return FORMATS.getOrDefault(type.qualifiedPlural(), PLAIN);
  }
}
