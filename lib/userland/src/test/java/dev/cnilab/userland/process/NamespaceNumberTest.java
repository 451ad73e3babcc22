package dev.cnilab.userland.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.userland.shell.SandboxMachine;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** The inode numbers by which ls, readlink and lsns name a namespace. */
class NamespaceNumberTest {
  @AutoClose private final SandboxMachine machine = new SandboxMachine();

  private String sh(String script) {
    return machine.sh("PATH=/usr/sbin:/usr/bin:/bin; " + script).out().strip();
  }

  @Test
  void a_named_network_namespace_has_the_same_inode_in_proc_and_run_netns() {
    String inside =
        sh("ip netns add a; ip netns add b; ip netns exec a readlink /proc/self/ns/net");
    assertThat(inside).isEqualTo("net:[" + sh("stat -L -c %i /run/netns/a") + "]");
    assertThat(inside).isNotEqualTo(sh("ip netns exec b readlink /proc/self/ns/net"));
  }

  @Test
  void the_initial_network_namespace_has_the_inode_of_every_kernel() {
    assertThat(sh("readlink /proc/1/ns/net")).isEqualTo("net:[4026531840]");
    assertThat(sh("ip netns attach host 1; stat -L -c %i /run/netns/host")).isEqualTo("4026531840");
  }
}
