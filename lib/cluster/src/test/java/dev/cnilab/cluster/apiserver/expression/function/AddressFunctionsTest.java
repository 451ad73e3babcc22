package dev.cnilab.cluster.apiserver.expression.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.cnilab.cluster.apiserver.expression.Expression;
import dev.cnilab.cluster.apiserver.expression.ExpressionException;
import dev.cnilab.cluster.apiserver.expression.Scope;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Examples from Kubernetes' documentation of CEL, and expressions in vendors' kinds. */
class AddressFunctionsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "isIP('127.0.0.1')",
        "isIP('2001:db8::abcd')",
        "!isIP('127.0.0.256')",
        "!isIP('01.2.3.4')",
        "!isIP('::ffff:1.2.3.4')",
        "ip('127.0.0.1').family() == 4 && ip('::1').family() == 6",
        "ip('127.0.0.1').isLoopback() && ip('0.0.0.0').isUnspecified()",
        "ip('169.254.169.254').isLinkLocalUnicast() && ip('ff02::1').isLinkLocalMulticast()",
        "ip('192.168.0.1').isGlobalUnicast() && !ip('224.0.0.1').isGlobalUnicast()",
        "isCIDR('192.168.0.0/16') && isCIDR('2001:db8::/32') && !isCIDR('192.168.0.0/33')",
        "cidr('192.168.0.0/24').containsIP('192.168.0.1')",
        "cidr('192.168.0.0/24').containsIP(ip('192.168.0.1'))",
        "!cidr('192.168.0.0/24').containsIP('192.168.1.1')",
        "cidr('192.168.0.0/16').containsCIDR('192.168.10.0/24')",
        "!cidr('192.168.0.0/16').containsCIDR(cidr('192.0.0.0/8'))",
        "!cidr('::/0').containsIP('192.168.0.1')",
        "cidr('192.168.1.5/24').ip() == ip('192.168.1.5')",
        "cidr('192.168.1.5/24').masked() == cidr('192.168.1.0/24')",
        "cidr('2001:db8::/32').prefixLength() == 32",
        "string(ip('2001:0db8::00:abcd')) == '2001:db8::abcd' && ip.isCanonical('2001:db8::abcd')",
        "!ip.isCanonical('2001:DB8::ABCD') && string(cidr('10.0.0.0/8')) == '10.0.0.0/8'",
        "ip(self).family() == 4",
      })
  void address_functions_return_the_same_as_in_kubernetes(String expression) {
    Expression asked = Expression.compile(expression, Scope.RULE);
    assertThat(asked.isTrue(Map.of("self", new TextNode("10.0.0.1")))).isTrue();
  }

  @Test
  void an_invalid_address_fails() {
    Expression asked = Expression.compile("ip(self).family() == 4", Scope.RULE);
    assertThatThrownBy(() -> asked.isTrue(Map.of("self", new TextNode("10.0.0.300"))))
        .isInstanceOf(ExpressionException.class);
  }
}
