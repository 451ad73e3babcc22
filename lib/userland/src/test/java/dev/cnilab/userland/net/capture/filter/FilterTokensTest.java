package dev.cnilab.userland.net.capture.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FilterTokensTest {
  @Test
  void operators_need_no_surrounding_blanks() throws FilterSyntaxException {
    FilterTokens tokens = new FilterTokens("tcp[tcpflags]&(tcp-syn|tcp-fin)!=0 and!port 53");

    List<String> all = new ArrayList<>();
    while (!tokens.isAtEnd()) {
      all.add(tokens.next());
    }

    assertThat(String.join(" ", all))
        .isEqualTo("tcp [ tcpflags ] & ( tcp-syn | tcp-fin ) != 0 and ! port 53");
  }

  @Test
  void take_consumes_the_next_token_only_if_it_matches() throws FilterSyntaxException {
    FilterTokens tokens = new FilterTokens("src or dst");

    assertThat(tokens.take("dst")).isFalse();
    assertThat(tokens.take("src", "dst")).isTrue();
    assertThat(tokens.afterNext()).isEqualTo("dst");
    assertThat(tokens.peek()).isEqualTo("or");
  }

  @Test
  void next_fails_at_the_end_of_the_tokens() {
    FilterTokens tokens = new FilterTokens(" ");

    assertThat(tokens.peek()).isEmpty();
    assertThatThrownBy(tokens::next).isInstanceOf(FilterSyntaxException.class);
  }
}
