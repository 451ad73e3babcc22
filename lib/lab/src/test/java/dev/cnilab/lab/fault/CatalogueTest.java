package dev.cnilab.lab.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cnilab.lab.error.LabException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CatalogueTest {

  private static final Path FILES = Path.of("src/main/resources/dev/cnilab/lab/fault");

  /** All placeholders that a file may have, each standing for itself. */
  private static final FaultPlaceholders SETTING = setting();

  private static FaultPlaceholders setting() {
    Map<String, String> words = new java.util.HashMap<>();
    for (String word :
        """
        agent agent-name agents bridge client client-ip conflist control control-cidr control-ip-node end \
        control-prefix db-ip far far-ip far-net far-port far-url get mtu near near-ip near-port near-url \
        network other other-cidr other-client other-client-ip other-ip-node other-prefix plugin \
        program tunnel tunnel-port victim victim-cidr victim-ip-node victim-prefix web-ip worker-1 \
        worker-1-ip-node worker-2 worker-2-ip-node\
        """
            .split(" ")) {
      words.put(word, word.endsWith("-port") ? "8472" : word);
    }
    return new FaultPlaceholders(words);
  }

  static Stream<String> names() {
    return Catalogue.names().stream();
  }

  @Test
  void the_index_lists_every_fault_file() throws IOException {
    try (Stream<Path> files = Files.list(FILES)) {
      List<String> there =
          files
              .map(file -> file.getFileName().toString())
              .filter(file -> file.endsWith(".yaml"))
              .map(file -> file.replace(".yaml", ""))
              .sorted()
              .toList();
      if ("update".equals(System.getProperty("golden"))) {
        Files.writeString(FILES.resolve("index.txt"), String.join("\n", there) + "\n");
      }
      assertThat(Catalogue.names()).isEqualTo(there);
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void every_fault_of_the_catalogue_can_be_read(String name) {
    Fault fault = Catalogue.fault(name, SETTING);
    assertThat(fault.name()).isEqualTo(name);
    assertThat(fault.decoys()).extracting(Remedy::title).doesNotHaveDuplicates();
    assertThat(fault.repairs())
        .extracting(Remedy::by)
        .noneMatch(by -> fault.decoys().stream().anyMatch(decoy -> decoy.by().equals(by)));
  }

  @Test
  void an_unknown_field_is_rejected_with_the_known_ones() {
    assertThatThrownBy(() -> read("tittle: x"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("could not read the fault some-fault")
        .hasMessageContaining("'tittle'")
        .hasMessageContaining("symptoms");
  }

  @Test
  void a_missing_field_is_named() {
    assertThatThrownBy(() -> read("title: x")).hasMessageContaining("report is missing");
  }

  @Test
  void a_level_out_of_range_is_rejected() {
    assertThatThrownBy(() -> read(text().replace("level: 1", "level: 6")))
        .hasMessageContaining("level is 6, and has to be 1-5");
  }

  @Test
  void a_fault_needs_two_repairs() {
    String one = text().replaceAll("(?s)(repairs:.*?)- title: [^\\n]*\\n[^-]*?(- title)", "$1$2");
    assertThatThrownBy(() -> read(one)).hasMessageContaining("repairs has 1 entries, and needs 2");
  }

  @Test
  void an_invalid_pattern_is_rejected() {
    assertThatThrownBy(() -> read(text().replace("cni plugin not initialized", "'('")))
        .hasMessageContaining("'(' is no regular expression");
  }

  @Test
  void a_fault_has_a_ground_for_each_of_its_plugins_and_proxy_modes() {
    assertThat(Catalogue.outline("service-selector").grounds())
        .extracting(Ground::toString)
        .contains("flannel", "flannel/nftables", "weave", "weave/nftables");
    assertThat(Catalogue.outline("proxy-table-deleted").grounds())
        .allMatch(ground -> ground.proxy().equals("nftables"));
    assertThat(Catalogue.outline("bgp-blocked").grounds())
        .containsExactly(new Ground("calico", "iptables"));
    assertThatThrownBy(() -> read(text().replace("source:", "proxies: [ipvs]\nsource:")))
        .hasMessageContaining("proxies is [ipvs], and may have [iptables, nftables]");
  }

  @Test
  void the_packet_of_a_fault_has_a_port_or_a_size() {
    assertThat(Catalogue.fault("routes-lost", SETTING).packet())
        .contains(new Packet("client", "pod shop/app=far", 8472, 0));
    assertThat(Catalogue.fault("tunnel-mtu-low", SETTING).packet())
        .contains(new Packet("client", "pod shop/app=far", 0, 1422));
    assertThat(Catalogue.fault("conflist-gone", SETTING).packet()).isEmpty();
    String wrong = text().replace("symptoms:", "packet: {from: a, to: b, port: web}\nsymptoms:");
    assertThatThrownBy(() -> read(wrong))
        .hasMessageContaining("port is 'web', and has to be a number");
  }

  @Test
  void an_unknown_placeholder_is_rejected_with_the_known_ones() {
    assertThatThrownBy(() -> read(text().replace("<victim>", "<worker>")))
        .hasMessageContaining("<worker> stands for nothing")
        .hasMessageContaining("<victim>");
  }

  @Test
  void invalid_yaml_is_reported_with_its_line() {
    assertThatThrownBy(() -> read("title: [")).hasMessageContaining("line 1");
  }

  @Test
  void an_unknown_fault_is_rejected_by_name() {
    assertThatThrownBy(() -> Catalogue.fault("no-such", SETTING))
        .isInstanceOf(LabException.class)
        .hasMessageContaining("no-such")
        .hasMessageContaining("./lab oncall --list");
  }

  private static String text() {
    return Catalogue.text("conflist-gone");
  }

  private static Fault read(String text) {
    return new FaultFile("some-fault", SETTING).read(text);
  }
}
