package dev.cnilab.cluster.kubelet.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cnilab.cluster.kubelet.configuration.ConfigurationField.Treatment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table of a kubelet's settings says what is so. */
class FieldTableTest {
  private static final Path SOURCES = Path.of("src/main/java/dev/cnilab/cluster/kubelet");

  /** A reader names the field in quotes, alone or in a JSON pointer. */
  @Test
  void each_obeyed_field_of_the_kubelet_configuration_is_read_somewhere() throws IOException {
    String sources = sources();
    assertThat(
            FieldTable.structs().stream()
                .flatMap(struct -> FieldTable.of(struct).stream())
                .filter(field -> field.treatment() == Treatment.OBEYED)
                .map(ConfigurationField::name)
                .filter(name -> !sources.matches("(?s).*[\"/]" + name + "[\"/].*")))
        .isEmpty();
  }

  private static String sources() throws IOException {
    StringBuilder all = new StringBuilder();
    try (Stream<Path> files = Files.walk(SOURCES)) {
      for (Path file : files.filter(each -> each.toString().endsWith(".java")).toList()) {
        all.append(Files.readString(file));
      }
    }
    return all.toString();
  }

  @Test
  void each_type_in_the_field_table_has_fields_or_is_an_enum() {
    List<String> words =
        List.of(
            "Duration",
            "KubeletAuthorizationMode",
            "ResourceChangeDetectionStrategy",
            "ImagePullCredentialsVerificationPolicy",
            "MemoryReservationPolicy",
            "TaintEffect",
            "VerbosityLevel");
    assertThat(
            FieldTable.structs().stream()
                .flatMap(struct -> FieldTable.of(struct).stream())
                .filter(field -> field.treatment() != Treatment.ABSENT)
                .filter(field -> field.type().contains("."))
                .map(ConfigurationField::struct)
                .filter(type -> !FieldTable.has(type) && !words.contains(type)))
        .isEmpty();
  }

  @Test
  void the_default_kubelet_configuration_is_accepted() throws IOException {
    JsonNode defaults = new ObjectMapper().readTree(KubeletDefaults.of().toString());
    FieldCheck check = new FieldCheck();
    check.requireTypes(defaults);
    FieldCheck.requireAvailable(defaults);
    assertThat(check.unknown()).isEmpty();
  }
}
