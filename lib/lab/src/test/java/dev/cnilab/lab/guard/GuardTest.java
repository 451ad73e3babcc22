package dev.cnilab.lab.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cnilab.lab.client.FakeApi;
import dev.cnilab.lab.client.message.Intention;
import dev.cnilab.lab.client.message.Json;
import dev.cnilab.lab.error.LabException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Objects and pods of a real cluster whose learner has agreed to nothing. */
class GuardTest {

  private static final String MARKED = "app.kubernetes.io/managed-by";

  @AutoClose private FakeApi api;
  private Guard guard;

  @BeforeEach
  void aClusterThatNobodyMayBreak() throws IOException {
    api = new FakeApi();
    api.list("/api/v1/nodes");
    api.list("/api/v1/namespaces");
    guard = new Guard(api.cluster());
  }

  private static Json object(String kind, String namespace, Map<String, ?> metadata, Object spec) {
    Map<String, Object> all = new java.util.TreeMap<>(metadata);
    all.put("name", "it");
    all.put("namespace", namespace);
    return Json.of(Map.of("kind", kind, "metadata", all, "spec", spec));
  }

  private void change(Json there, Json wanted) {
    guard.beforeChanging("", new Intention(there, wanted));
  }

  @Test
  void objects_of_others_cannot_be_changed() {
    Json theirs = object("ConfigMap", "kube-system", Map.of("uid", "u"), Map.of());
    assertThatThrownBy(() -> change(theirs, Json.ABSENT))
        .isInstanceOf(LabException.class)
        .hasMessageContaining("did not change configmap/it in namespace kube-system")
        .hasMessageContaining("it is not the course's own");
  }

  @Test
  void objects_of_the_course_may_change_in_any_namespace() {
    Map<String, ?> marked = Map.of("uid", "u", "labels", Map.of(MARKED, "cni-lab"));
    assertThatCode(
            () -> {
              change(Json.ABSENT, object("Pod", LabNamespace.NAME, Map.of(), Map.of()));
              change(object("Service", "shop", marked, Map.of()), Json.ABSENT);
            })
        .doesNotThrowAnyException();
  }

  @Test
  void a_label_in_a_new_manifest_does_not_make_an_object_the_courses_own() {
    Map<String, ?> marked = Map.of("labels", Map.of(MARKED, "cni-lab"));
    assertThatThrownBy(
            () -> change(Json.ABSENT, object("NetworkPolicy", "kube-system", marked, Map.of())))
        .hasMessageContaining("it is not the course's own");
  }

  @Test
  void privileged_pods_need_an_agreement_even_in_the_courses_namespace() {
    Map<String, ?> root = Map.of("volumes", List.of(Map.of("hostPath", Map.of("path", "/"))));
    assertThatThrownBy(() -> change(Json.ABSENT, object("Pod", LabNamespace.NAME, Map.of(), root)))
        .hasMessageContaining("such pods can change their node (hostPath)");

    Json plain = object("Deployment", LabNamespace.NAME, Map.of("uid", "u"), Map.of());
    Json patch = Json.of(Map.of("spec", Map.of("template", Map.of("spec", root))));
    assertThatThrownBy(() -> change(plain, patch)).hasMessageContaining("hostPath");
  }

  @Test
  void a_patch_is_checked_together_with_the_object_it_changes() {
    Object admin =
        Map.of("securityContext", Map.of("capabilities", Map.of("add", List.of("NET_ADMIN"))));
    Json there =
        object(
            "Deployment",
            LabNamespace.NAME,
            Map.of("uid", "u"),
            Map.of("template", Map.of("spec", Map.of("containers", List.of(admin)))));
    Json patch =
        Json.of(Map.of("spec", Map.of("template", Map.of("spec", Map.of("hostNetwork", true)))));
    assertThatThrownBy(() -> change(there, patch)).hasMessageContaining("NET_ADMIN");
    assertThatCode(() -> change(there, Json.ABSENT)).doesNotThrowAnyException();
  }

  @Test
  void commands_run_only_in_unprivileged_pods_of_the_course() {
    assertThatCode(
            () -> guard.beforeRunningIn(object("Pod", LabNamespace.NAME, Map.of(), Map.of())))
        .doesNotThrowAnyException();
    assertThatThrownBy(
            () -> guard.beforeRunningIn(object("Pod", "kube-system", Map.of(), Map.of())))
        .hasMessageContaining("did not run a command in pod/it in namespace kube-system");
    assertThatThrownBy(
            () ->
                guard.beforeRunningIn(
                    object("Pod", LabNamespace.NAME, Map.of(), Map.of("hostPID", true))))
        .hasMessageContaining("such pods can change their node (hostPID)");
  }

  @Test
  void all_changes_are_allowed_after_an_agreement() {
    Json theirs = object("Pod", "kube-system", Map.of("uid", "u"), Map.of("hostPID", true));
    assertThat(guard.agree("x")).contains("may be changed");
    assertThatCode(
            () -> {
              change(theirs, Json.ABSENT);
              guard.beforeRunningIn(theirs);
            })
        .doesNotThrowAnyException();
  }
}
