package dev.cnilab.cluster.containerd.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.cluster.containerd.Conflists;
import dev.cnilab.cluster.containerd.RuntimeNode;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** How containerd treats the content of {@code /etc/cni/net.d}. */
class NetworkConfigurationTest {
  private static final String NOT_INITIALIZED =
      "NetworkReady=false reason:NetworkPluginNotReady message:Network plugin returns error:"
          + " cni plugin not initialized";

  private static final String LIST = "failed to load CNI config list file ";
  private static final String PARSING = ": error parsing configuration list: ";

  @AutoClose private RuntimeNode node = RuntimeNode.bare();

  /** Shared by jqwik's tries, as a machine takes longer to make than to use. */
  private static RuntimeNode shared = RuntimeNode.bare();

  @AfterContainer
  static void closeShared() {
    shared.close();
  }

  static Stream<Arguments> refusals() {
    String file = RuntimeNode.CONFLIST;
    return Stream.of(
        Arguments.of("", PARSING + "unexpected end of JSON input"),
        Arguments.of(
            "{{", PARSING + "invalid character '{' looking for beginning of object key string"),
        Arguments.of("hello", PARSING + "invalid character 'h' looking for beginning of value"),
        Arguments.of(
            "[]",
            PARSING + "json: cannot unmarshal array into Go value of type map[string]interface {}"),
        Arguments.of("{}", PARSING + "no name"),
        Arguments.of("{\"name\": 3}", PARSING + "invalid name type float64"),
        Arguments.of(
            "{\"name\": \"a\", \"cniVersion\": 1}", PARSING + "invalid cniVersion type float64"),
        Arguments.of("{\"name\": \"a\", \"plugins\": []}", PARSING + "no plugins in list"),
        Arguments.of("{\"name\": \"a\"}", ": no plugin configs found"),
        Arguments.of(
            "{\"name\": \"a\", \"plugins\": {}}",
            PARSING + "invalid 'plugins' type map[string]interface {}"),
        Arguments.of(
            "{\"name\": \"a\", \"disableCheck\": 1, \"plugins\": []}",
            PARSING + "invalid type float64 for disableCheck"),
        Arguments.of(
            "{\"name\": \"a\", \"plugins\": [{\"type\": \"\"}]}",
            ": failed to parse plugin config 0: error parsing configuration: missing 'type'"),
        Arguments.of(
            "{\"name\": \"a\", \"plugins\": [{\"type\": \"x\"}, \"y\"]}",
            ": failed to parse plugin config 1: error parsing configuration: json: cannot"
                + " unmarshal string into Go value of type types.PluginConf"),
        Arguments.of(
            "{\"name\": \"a\", \"plugins\": [{\"type\": \"x\", \"ipam\": {\"type\": 3}}]}",
            ": failed to parse plugin config 0: error parsing configuration: json: cannot"
                + " unmarshal number into Go struct field IPAM.ipam.type of type string"));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void an_invalid_conflist_is_rejected_in_the_words_of_libcni(String content, String reason) {
    node.write(
        RuntimeNode.CONFLIST, "before"); // because writing nothing into a new file is not an event
    node.write(RuntimeNode.CONFLIST, content);

    assertThat(node.lastLoadStatus())
        .isEqualTo(
            "cni config load failed: "
                + LIST
                + RuntimeNode.CONFLIST
                + reason
                + ": invalid cni config: failed to load cni config");
    assertThat(node.networkReady()).isEqualTo(NOT_INITIALIZED);
  }

  @Test
  void an_invalid_conflist_is_logged_in_the_format_of_logrus() {
    node.write(RuntimeNode.CONFLIST, "{{");

    assertThat(node.journal().getLast())
        .isEqualTo(
            "time=\"2026-01-01T00:00:00.100000000Z\" level=error msg=\"failed to reload cni"
                + " configuration after receiving fs change event(WRITE        "
                + " \\\"/etc/cni/net.d/10-test.conflist\\\")\" error=\"cni config load failed:"
                + " failed to load CNI config list file /etc/cni/net.d/10-test.conflist: error"
                + " parsing configuration list: invalid character '{' looking for beginning of"
                + " object key string: invalid cni config: failed to load cni config\"");
  }

  @Test
  void only_the_first_file_is_used_even_if_it_is_invalid() {
    node.write("/etc/cni/net.d/20-good.conflist", Conflists.BRIDGE);
    assertThat(node.lastLoadStatus()).isEqualTo("OK");

    node.write("/etc/cni/net.d/10-broken.conf", "{\"name\": \"x\"}");

    assertThat(node.lastLoadStatus())
        .isEqualTo(
            "cni config load failed: failed to load CNI config file /etc/cni/net.d/10-broken.conf:"
                + " error parsing configuration: missing 'type': invalid cni config: failed to load"
                + " cni config");
    assertThat(node.networkReady()).isEqualTo(NOT_INITIALIZED);
  }

  @Test
  void events_during_the_read_of_a_large_file_are_merged() {
    int before = complaints();
    node.sh(
        "for i in 1 2 3 4 5 6 7 8 9; do head -c 4194304 /dev/zero; done > " + RuntimeNode.CONFLIST);

    assertThat(complaints() - before).isBetween(2, 40);
    node.write(RuntimeNode.CONFLIST, Conflists.BRIDGE);
    node.sh("sleep 1");
    assertThat(node.lastLoadStatus()).isEqualTo("OK");
  }

  private int complaints() {
    return (int)
        node.journal().stream().filter(line -> line.contains("failed to reload cni")).count();
  }

  @Test
  void directories_and_files_with_other_extensions_are_ignored() {
    node.sh("mkdir /etc/cni/net.d/05-dir.conflist");
    node.write("/etc/cni/net.d/06-old.conflist.bak", "{{");
    node.write("/etc/cni/net.d/10-single.json", "{\"name\": \"n\", \"type\": \"bridge\"}");

    assertThat(node.lastLoadStatus()).isEqualTo("OK");
    assertThat(node.networkReady()).isEqualTo("NetworkReady=true reason: message:");
  }

  @Test
  void a_broken_symlink_and_a_symlink_to_a_directory_cannot_be_read() {
    node.sh("ln -s /nowhere /etc/cni/net.d/10-link.conflist; touch /etc/cni/net.d/x");
    node.write("/etc/cni/net.d/x", "now");
    assertThat(node.lastLoadStatus())
        .contains(
            "error reading /etc/cni/net.d/10-link.conflist: open /etc/cni/net.d/10-link.conflist:"
                + " no such file or directory: invalid cni config");

    node.sh("rm /etc/cni/net.d/10-link.conflist; ln -s /etc /etc/cni/net.d/10-link.conflist");
    node.write("/etc/cni/net.d/x", "again");
    assertThat(node.lastLoadStatus())
        .contains("read /etc/cni/net.d/10-link.conflist: is a directory: invalid cni config");
  }

  @Test
  void a_file_moved_in_from_elsewhere_is_noticed_only_at_the_next_write() {
    node.write("/etc/elsewhere", Conflists.BRIDGE);
    node.sh("mv /etc/elsewhere " + RuntimeNode.CONFLIST);
    assertThat(node.networkReady()).isEqualTo(NOT_INITIALIZED);

    node.sh("chmod 600 " + RuntimeNode.CONFLIST);
    assertThat(node.networkReady()).isEqualTo(NOT_INITIALIZED);

    node.sh("cp " + RuntimeNode.CONFLIST + " /etc/cni/net.d/copy");
    assertThat(node.networkReady()).isEqualTo("NetworkReady=true reason: message:");
  }

  @Test
  void a_removed_configuration_is_noticed_at_once() {
    node.write(RuntimeNode.CONFLIST, Conflists.BRIDGE);
    node.sh("rm " + RuntimeNode.CONFLIST);

    assertThat(node.lastLoadStatus())
        .isEqualTo(
            "cni config load failed: no network config found in /etc/cni/net.d: cni plugin not"
                + " initialized: failed to load cni config");
    assertThat(node.journal().getLast())
        .contains(
            "event(REMOVE        \\\"/etc/cni/net.d/10-test.conflist\\\")\" error=\"cni config");
  }

  @Test
  void containerd_exits_and_restarts_when_its_configuration_directory_is_moved() {
    node.write(RuntimeNode.CONFLIST, Conflists.BRIDGE);
    node.sh("mv /etc/cni/net.d /etc/cni/away");

    assertThat(node.journal().getLast())
        .endsWith(
            "level=fatal msg=\"Failed to run CRI service\" error=\"cni network conf monitor error:"
                + " cni conf dir is removed, stop watching\"");
    node.loop().advance(Duration.ofSeconds(6));
    assertThat(node.networkReady()).isEqualTo(NOT_INITIALIZED);
    assertThat(node.list("/etc/cni/net.d")).isEmpty();
  }

  @Test
  void an_unknown_cni_version_loads_but_fails_at_status() {
    node.write(RuntimeNode.CONFLIST, Conflists.BRIDGE.replace("1.0.0", "9.9.9"));

    assertThat(node.lastLoadStatus()).isEqualTo("OK");
    assertThat(node.networkReady())
        .isEqualTo(
            "NetworkReady=false reason:NetworkPluginNotReady message:Network plugin returns error:"
                + " plugin version does not allow STATUS");
  }

  @Test
  void a_conflist_of_ten_megabytes_is_read_and_rejected() {
    byte[] big = new byte[10 << 20];
    Arrays.fill(big, (byte) 'a');
    node.write(RuntimeNode.CONFLIST, big);

    assertThat(node.lastLoadStatus())
        .contains("invalid character 'a' looking for beginning of value");
  }

  @Property(tries = 500, seed = "1")
  void a_conflist_of_random_bytes_does_not_crash_containerd(@ForAll byte[] content) {
    shared.write(RuntimeNode.CONFLIST, content);

    assertThat(shared.lastLoadStatus()).startsWith("cni config load failed: failed to load CNI");
    assertThat(shared.networkReady()).isEqualTo(NOT_INITIALIZED);
  }
}
