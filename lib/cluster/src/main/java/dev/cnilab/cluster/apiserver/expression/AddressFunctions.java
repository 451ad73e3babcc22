package dev.cnilab.cluster.apiserver.expression;

import dev.cel.checker.CelCheckerBuilder;
import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.types.CelType;
import dev.cel.common.types.OpaqueType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompilerLibrary;
import dev.cel.runtime.CelFunctionBinding;
import dev.cel.runtime.CelFunctionOverload;
import dev.cel.runtime.CelRuntimeBuilder;
import dev.cel.runtime.CelRuntimeLibrary;
import dev.cnilab.cluster.apiserver.validation.field.Addresses;
import dev.cnilab.cluster.apiserver.validation.field.Range;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * Kubernetes' functions of addresses and ranges, after {@code k8s.io/apiserver/pkg/cel/library}'s
 * {@code ip.go} and {@code cidr.go}: {@code isIP}, {@code ip}, {@code isCIDR}, {@code cidr} and
 * what can be asked of their values, but for their texts.
 */
final class AddressFunctions implements CelCompilerLibrary, CelRuntimeLibrary {
  private static final CelType ADDRESS = OpaqueType.create("net.IP");
  private static final CelType RANGE = OpaqueType.create("net.CIDR");

  private final List<CelFunctionDecl> declarations = new ArrayList<>();
  private final List<CelFunctionBinding> bindings = new ArrayList<>();

  AddressFunctions() {
    texts();
    address("family", SimpleType.INT, address -> address instanceof Inet4Address ? 4L : 6L);
    address("isUnspecified", SimpleType.BOOL, InetAddress::isAnyLocalAddress);
    address("isLoopback", SimpleType.BOOL, InetAddress::isLoopbackAddress);
    address("isLinkLocalMulticast", SimpleType.BOOL, InetAddress::isMCLinkLocal);
    address("isLinkLocalUnicast", SimpleType.BOOL, InetAddress::isLinkLocalAddress);
    address("isGlobalUnicast", SimpleType.BOOL, AddressFunctions::isGlobalUnicast);
    range("prefixLength", SimpleType.INT, range -> (long) range.length());
    range("ip", ADDRESS, Range::start);
    range("masked", RANGE, Range::masked);
    contains(
        "containsIP",
        ADDRESS,
        InetAddress.class,
        (range, address) -> range.holds(Range.of(address)),
        (range, text) -> range.holds(Range.of(address(text))));
    contains(
        "containsCIDR",
        RANGE,
        Range.class,
        Range::holds,
        (range, text) -> range.holds(range(text)));
  }

  private void texts() {
    global("isIP", SimpleType.BOOL, text -> Addresses.violations(text).isEmpty());
    global("ip", ADDRESS, AddressFunctions::address);
    global("isCIDR", SimpleType.BOOL, AddressFunctions::isRange);
    global("cidr", RANGE, AddressFunctions::range);
  }

  private void global(String name, CelType result, CelFunctionOverload.Unary<String> function) {
    String id = "lab_" + name;
    declarations.add(
        CelFunctionDecl.newFunctionDeclaration(
            name, CelOverloadDecl.newGlobalOverload(id, result, SimpleType.STRING)));
    bindings.add(CelFunctionBinding.from(id, String.class, function));
  }

  private void address(
      String name, CelType result, CelFunctionOverload.Unary<InetAddress> function) {
    String id = "lab_address_" + name;
    member(name, id, result, ADDRESS);
    bindings.add(CelFunctionBinding.from(id, InetAddress.class, function));
  }

  private void range(String name, CelType result, CelFunctionOverload.Unary<Range> function) {
    String id = "lab_range_" + name;
    member(name, id, result, RANGE);
    bindings.add(CelFunctionBinding.from(id, Range.class, function));
  }

  private void member(String name, String id, CelType result, CelType... of) {
    declarations.add(
        CelFunctionDecl.newFunctionDeclaration(
            name, CelOverloadDecl.newMemberOverload(id, result, of)));
  }

  /** Takes what may be inside as a value, or as its text. */
  private <T> void contains(
      String name,
      CelType type,
      Class<T> kind,
      CelFunctionOverload.Binary<Range, T> value,
      CelFunctionOverload.Binary<Range, String> text) {
    String id = "lab_range_" + name;
    declarations.add(
        CelFunctionDecl.newFunctionDeclaration(
            name,
            CelOverloadDecl.newMemberOverload(id, SimpleType.BOOL, RANGE, type),
            CelOverloadDecl.newMemberOverload(
                id + "_text", SimpleType.BOOL, RANGE, SimpleType.STRING)));
    bindings.add(CelFunctionBinding.from(id, Range.class, kind, value));
    bindings.add(CelFunctionBinding.from(id + "_text", Range.class, String.class, text));
  }

  private static InetAddress address(String text) {
    List<String> wrong = Addresses.violations(text);
    if (!wrong.isEmpty()) {
      throw new IllegalArgumentException(
          "IP Address '" + text + "' parse error: " + wrong.getFirst());
    }
    return Addresses.parse(text).orElseThrow();
  }

  /** Bits behind the prefix are allowed, leading zeros are not. */
  private static boolean isRange(String text) {
    return text.matches("[^/]+/(0|[1-9]\\d*)")
        && Addresses.violations(text.replaceFirst("/.*", "")).isEmpty()
        && Range.parse(text).isPresent();
  }

  private static Range range(String text) {
    if (!isRange(text)) {
      throw new IllegalArgumentException("network address parse error during conversion: " + text);
    }
    return Range.parse(text).orElseThrow();
  }

  private static boolean isGlobalUnicast(InetAddress address) {
    return !address.isAnyLocalAddress()
        && !address.isLoopbackAddress()
        && !address.isMulticastAddress()
        && !address.isLinkLocalAddress();
  }

  @Override
  public void setCheckerOptions(CelCheckerBuilder checker) {
    checker.addFunctionDeclarations(declarations);
  }

  @Override
  public void setRuntimeOptions(CelRuntimeBuilder runtime) {
    runtime.addFunctionBindings(bindings);
  }
}
