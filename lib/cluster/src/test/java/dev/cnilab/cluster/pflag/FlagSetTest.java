package dev.cnilab.cluster.pflag;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The messages are those of spf13/pflag 1.0.10 with Go 1.26's strconv. */
class FlagSetTest {
  private static final FlagSet FLAGS =
      FlagSet.read("/dev/cnilab/cluster/image/proxy/kube-proxy.flags.txt");

  private static Given parse(String line) throws IOException {
    return FLAGS.parse(List.of(line.split(" ")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--bogus | unknown flag: --bogus",
        "--bogus=1 | unknown flag: --bogus",
        "-x | unknown shorthand flag: 'x' in -x",
        "-hx | unknown shorthand flag: 'x' in -x",
        "--=1 | bad flag syntax: --=1",
        "---config=x | bad flag syntax: ---config=x",
        "--config | flag needs an argument: --config",
        "-v | flag needs an argument: 'v' in -v",
        "--profiling=maybe | invalid argument \"maybe\" for \"--profiling\" flag:"
            + " strconv.ParseBool: parsing \"maybe\": invalid syntax",
        "--conntrack-min=x | invalid argument \"x\" for \"--conntrack-min\" flag:"
            + " strconv.ParseInt: parsing \"x\": invalid syntax",
        "--conntrack-min=4294967296 | invalid argument \"4294967296\" for \"--conntrack-min\" flag:"
            + " strconv.ParseInt: parsing \"4294967296\": value out of range",
        "-v=-1 | invalid argument \"-1\" for \"-v, --v\" flag: strconv.ParseUint: parsing \"-1\":"
            + " invalid syntax",
        "--kube-api-qps=fast | invalid argument \"fast\" for \"--kube-api-qps\" flag:"
            + " strconv.ParseFloat: parsing \"fast\": invalid syntax",
        "--config-sync-period=5 | invalid argument \"5\" for \"--config-sync-period\" flag: time:"
            + " missing unit in duration \"5\"",
        "--bind-address=eth0 | invalid argument \"eth0\" for \"--bind-address\" flag: failed to"
            + " parse IP: \"eth0\"",
        "--cleanup | flag --cleanup is not available on this machine",
        "--iptables-masquerade-bit=15 | flag --iptables-masquerade-bit is not available on this"
            + " machine with the value \"15\", only with 14",
      })
  void an_error_of_a_command_line_is_in_pflag_s_words(String line, String words) {
    assertThatThrownBy(() -> parse(line)).isInstanceOf(IOException.class).hasMessage(words);
  }

  @ParameterizedTest
  @CsvSource({"15, 15", "0x50, 80", "0o17, 15", "017, 15", "-1_000, -1000", "0b11, 3"})
  void an_integer_flag_is_parsed_as_a_go_literal(String text, int number) throws IOException {
    assertThat(parse("--conntrack-min=" + text).find("conntrack-min").map(ValueType::number))
        .contains(number);
  }

  @Test
  void the_verbosity_must_be_a_decimal_number() {
    assertThatThrownBy(() -> parse("-v=0x2")).hasMessageEndingWith("invalid syntax");
  }

  @Test
  void flags_and_operands_may_come_in_any_order() throws IOException {
    Given given = parse("one --config /x -v2 --profiling --masquerade-all=f -- --bogus");
    assertThat(given.find("config")).contains("/x");
    assertThat(given.find("v")).contains("2");
    assertThat(given.isSet("profiling", false)).isTrue();
    assertThat(given.isSet("masquerade-all", true)).isFalse();
    assertThat(given.isSet("bind-address-hard-fail", true)).isTrue();
    assertThat(given.operands()).containsExactly("one", "--bogus");
  }

  @Test
  void a_flag_has_the_type_of_its_default_and_an_optional_shorthand() throws IOException {
    FlagSet flags =
        FlagSet.of(Map.of("total", "0", "json", "false", "name", ""), Map.of('t', "total"));

    assertThat(flags.parse(List.of("-t", "5", "--json", "--name", "a", "b")))
        .isEqualTo(
            new Given(
                Map.of("total", List.of("5"), "json", List.of("true"), "name", List.of("a")),
                List.of("b")));
    assertThatThrownBy(() -> flags.parse(List.of("-t=many")))
        .hasMessage(
            "invalid argument \"many\" for \"-t, --total\" flag: strconv.ParseInt: parsing"
                + " \"many\": invalid syntax");
    assertThatThrownBy(() -> flags.parse(List.of("-v")))
        .hasMessage("unknown shorthand flag: 'v' in -v");
  }
}
