package dev.cnilab.cluster.kubectl.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.cluster.kubectl.Kubectl;
import dev.cnilab.cluster.kubectl.WholeCluster;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** Who may run commands in pods, read their logs and use the embedded cluster's own API. */
@EnabledIf(
    value = "dev.cnilab.cluster.kubectl.Kubectl#isInstalled",
    disabledReason = "there is no kubectl on PATH")
class StreamingRightsTest {
  @AutoClose private static WholeCluster cluster;

  @BeforeAll
  static void start() {
    cluster = new WholeCluster();
    cluster.kubectl("run p --image=busybox -- sleep 1d").succeeded();
    cluster.kubectl("wait pod/p --for=condition=Ready").succeeded();
    cluster.kubectl("create role reader --verb=get,list --resource=pods").succeeded();
    cluster.kubectl("create rolebinding r --role=reader --user=reader --user=operator").succeeded();
    cluster.kubectl("create role operator --verb=create --resource=pods/exec").succeeded();
    cluster.kubectl("create rolebinding o --role=operator --user=operator").succeeded();
  }

  @Test
  void a_user_with_read_access_cannot_exec_attach_or_read_logs() {
    assertThat(cluster.kubectl("get pods --as=reader -o name").succeeded()).isEqualTo("pod/p\n");
    Kubectl refused = cluster.kubectl("exec p --as=reader -- id");
    assertThat(refused.exit()).isEqualTo(1);
    assertThat(refused.out()).isEmpty();
    assertThat(refused.err()) // what precedes it is kubectl's, and varies with its version
        .endsWith(
            "pods \"p\" is forbidden: User \"reader\" cannot create resource \"pods/exec\" in API"
                + " group \"\" in the namespace \"default\"\n");
    assertThat(cluster.kubectl("attach p --as=reader").err())
        .contains("cannot create resource \"pods/attach\"");
    assertThat(cluster.kubectl("logs p --as=reader").err())
        .contains("cannot get resource \"pods/log\"");
  }

  @Test
  void a_user_with_pods_exec_can_exec_but_not_attach() {
    assertThat(cluster.kubectl("exec p --as=operator -- echo here").succeeded())
        .isEqualTo("here\n");
    assertThat(cluster.kubectl("attach p --as=operator").err())
        .contains("cannot create resource \"pods/attach\"");
  }

  @Test
  void resources_of_the_lab_api_need_rights() {
    assertThat(cluster.kubectl("get --raw /apis/lab.cnilab.dev/v1/clock").succeeded())
        .contains("real-time");
    assertThat(cluster.kubectl("get --raw /apis/lab.cnilab.dev/v1/clock --as=reader").err())
        .contains("cannot list resource \"clock\" in API group \"lab.cnilab.dev\"");
  }
}
