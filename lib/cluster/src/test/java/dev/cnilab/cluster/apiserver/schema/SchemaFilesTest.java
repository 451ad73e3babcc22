package dev.cnilab.cluster.apiserver.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * The API server's types file equals what the models contain; -Dgolden=update. Their descriptions
 * are a real server's (DescriptionRecorder).
 */
class SchemaFilesTest {
  /** The scalars that have a schema of their own in OpenAPI. */
  private static final Set<String> SCALARS =
      Set.of(
          "io.k8s.apimachinery.pkg.api.resource.Quantity",
          "io.k8s.apimachinery.pkg.apis.meta.v1.FieldsV1",
          "io.k8s.apimachinery.pkg.apis.meta.v1.MicroTime",
          "io.k8s.apimachinery.pkg.apis.meta.v1.Time",
          "io.k8s.apimachinery.pkg.util.intstr.IntOrString");

  private static final Path FOLDER =
      Path.of("src/main/resources/dev/cnilab/cluster/apiserver/schema");

  @Test
  void the_schema_files_match_the_models_of_the_client_library() throws IOException {
    ModelReflection models = new ModelReflection();
    for (String name :
        List.of(
            "Binding",
            "ComponentStatus",
            "ConfigMap",
            "Endpoints",
            "LimitRange",
            "Namespace",
            "Node",
            "PersistentVolume",
            "PersistentVolumeClaim",
            "Pod",
            "PodTemplate",
            "ReplicationController",
            "ResourceQuota",
            "Secret",
            "ServiceAccount",
            "Service")) {
      models.read("V1" + name, "core");
    }
    models.read("CoreV1Event", "core");
    models.read("V1DeleteOptions", "meta");
    models.read("V1Status", "meta");
    for (String name :
        List.of(
            "V1beta1MutatingAdmissionPolicy",
            "V1beta1MutatingAdmissionPolicyBinding",
            "V1MutatingWebhookConfiguration",
            "V1ValidatingAdmissionPolicy",
            "V1ValidatingAdmissionPolicyBinding",
            "V1ValidatingWebhookConfiguration")) {
      models.read(name, "admissionregistration");
    }
    models.read("V1APIService", "apiregistration");
    models.read("V1ControllerRevision", "apps");
    models.read("V1DaemonSet", "apps");
    models.read("V1Deployment", "apps");
    models.read("V1ReplicaSet", "apps");
    models.read("V1StatefulSet", "apps");
    models.read("V1TokenReview", "authentication");
    models.read("V1SelfSubjectReview", "authentication");
    models.read("AuthenticationV1TokenRequest", "authentication");
    models.read("V1LocalSubjectAccessReview", "authorization");
    models.read("V1SelfSubjectAccessReview", "authorization");
    models.read("V1SelfSubjectRulesReview", "authorization");
    models.read("V1SubjectAccessReview", "authorization");
    models.read("V1Scale", "autoscaling");
    models.read("V1HorizontalPodAutoscaler", "autoscaling");
    models.read("V2HorizontalPodAutoscaler", "autoscaling");
    models.read("V1CronJob", "batch");
    models.read("V1Job", "batch");
    models.read("V1CertificateSigningRequest", "certificates");
    models.read("V1beta1ClusterTrustBundle", "certificates");
    models.read("V1alpha1PodCertificateRequest", "certificates");
    models.read("V1Lease", "coordination");
    models.read("V1EndpointSlice", "discovery");
    models.read("EventsV1Event", "events");
    models.read("V1FlowSchema", "flowcontrol");
    models.read("V1PriorityLevelConfiguration", "flowcontrol");
    models.read("V1IPAddress", "networking");
    models.read("V1Ingress", "networking");
    models.read("V1IngressClass", "networking");
    models.read("V1NetworkPolicy", "networking");
    models.read("V1ServiceCIDR", "networking");
    models.read("V1RuntimeClass", "node");
    models.read("V1Eviction", "policy");
    models.read("V1PodDisruptionBudget", "policy");
    models.read("V1ClusterRole", "rbac");
    models.read("V1ClusterRoleBinding", "rbac");
    models.read("V1Role", "rbac");
    models.read("V1RoleBinding", "rbac");
    models.read("V1alpha3DeviceTaintRule", "resource");
    models.read("V1DeviceClass", "resource");
    models.read("ResourceV1ResourceClaim", "resource");
    models.read("V1ResourceClaimTemplate", "resource");
    models.read("V1ResourceSlice", "resource");
    models.read("V1PriorityClass", "scheduling");
    models.read("V1CSIDriver", "storage");
    models.read("V1CSINode", "storage");
    models.read("V1CSIStorageCapacity", "storage");
    models.read("V1StorageClass", "storage");
    models.read("V1VolumeAttachment", "storage");
    models.read("V1VolumeAttributesClass", "storage");
    models.read("V1alpha1StorageVersionMigration", "storagemigration");
    models.read("V1CustomResourceDefinition", "apiextensions");
    models.bringUpToDate("newer-types.txt");

    assertUpToDate("types.txt", models.types());
  }

  @Test
  void every_description_is_of_an_existing_type_or_field() throws IOException {
    for (String file : List.of("descriptions.txt", "values.txt")) {
      for (String line : Files.readAllLines(FOLDER.resolve(file))) {
        String name = line.substring(0, line.indexOf(' '));
        int dot = name.lastIndexOf('.');
        boolean known =
            SCALARS.contains(name)
                || Schemas.builtIn().find(name).isPresent()
                || Schemas.builtIn()
                    .find(name.substring(0, dot))
                    .flatMap(type -> type.field(name.substring(dot + 1)))
                    .isPresent();
        assertThat(known).as("%s in %s", name, file).isTrue();
      }
    }
  }

  private static void assertUpToDate(String file, String expected) throws IOException {
    Path path = FOLDER.resolve(file);
    if ("update".equals(System.getProperty("golden"))) {
      Files.createDirectories(FOLDER);
      Files.writeString(path, expected);
    }
    assertThat(path).as("run with -Dgolden=update to write it again").hasContent(expected);
  }
}
