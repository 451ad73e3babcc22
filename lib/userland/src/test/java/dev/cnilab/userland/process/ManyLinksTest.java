package dev.cnilab.userland.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.cnilab.netsim.link.Links;
import dev.cnilab.userland.file.FileException;
import dev.cnilab.userland.file.FileTree;
import dev.cnilab.userland.shell.SandboxMachine;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files of one link, where there are many; what a search does is counted in bytes it allocates. */
class ManyLinksTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @AutoClose private final SandboxMachine sandbox = new SandboxMachine();

  private void addLinks(int first, int last) {
    sandbox.sh(
        "for i in $(seq %d %d); do /usr/sbin/ip link add d$i type dummy; done"
            .formatted(first, last));
  }

  private static long allocated(FileTree tree, String path) throws FileException {
    tree.status(path);
    long before = THREADS.getCurrentThreadAllocatedBytes();
    tree.status(path);
    return THREADS.getCurrentThreadAllocatedBytes() - before;
  }

  @ParameterizedTest
  @CsvSource({
    "sysfs, class/net/d1/mtu",
    "sysfs, devices/virtual/net/d1/mtu",
    "proc, sys/net/ipv4/conf/d1/rp_filter"
  })
  void looking_up_a_file_of_a_link_does_not_list_all_links(String type, String path)
      throws FileException {
    Machine machine = sandbox.machine();
    FileTree tree = type.equals("proc") ? ProcFiles.tree(machine) : SysFiles.tree(machine);
    addLinks(1, 3);
    long few = allocated(tree, path);
    addLinks(4, 500);

    assertThat(allocated(tree, path)).isLessThan(2 * few);
  }

  @Test
  void an_alternative_name_has_no_entry_in_sysfs() {
    addLinks(1, 1);
    sandbox.sh("/usr/sbin/ip link property add dev d1 altname other");
    Links links = sandbox.machine().networkNamespace().links();

    assertThat(links.find("other")).isPresent();
    assertThat(sandbox.sh("ls -d /sys/class/net/d1 /sys/class/net/other").out().lines())
        .containsExactly("/sys/class/net/d1");
  }
}
