package io.ninerouter.quickstart.api.cel;

import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.OpaqueType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.TypeParamType;
import io.ninerouter.quickstart.api.cel.Fn.Arg;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The functions Kubernetes adds to CEL (k8s.io/apiserver/pkg/cel/library): URLs, addresses, quantities, lists and
 * texts.
 */
final class KubernetesFunctions {

    private static final CelType T = TypeParamType.create("T");
    private static final Arg<String> STRING = new Arg<>("string", SimpleType.STRING, String.class);
    private static final Arg<Long> INT = new Arg<>("int", SimpleType.INT, Long.class);
    private static final Arg<UrlValue> URL = opaque("kubernetes.URL", UrlValue.class);
    private static final Arg<IpValue> IP = opaque("net.IP", IpValue.class);
    private static final Arg<CidrValue> CIDR = opaque("net.CIDR", CidrValue.class);
    private static final Arg<QuantityValue> QUANTITY = opaque("kubernetes.Quantity", QuantityValue.class);

    @SuppressWarnings("rawtypes")
    private static final Arg<List> LIST = new Arg<>("list", ListType.create(T), List.class);

    @SuppressWarnings("rawtypes")
    private static final Arg<List> VALUES = new Arg<>("values", ListType.create(SimpleType.DYN), List.class);

    private static final Arg<Object> ITEM = new Arg<>("item", T, Object.class);

    private KubernetesFunctions() {}

    static Fn all() {
        Fn functions = new Fn();
        urls(functions);
        addresses(functions);
        networks(functions);
        quantities(functions);
        lists(functions);
        texts(functions);
        return functions;
    }

    private static <T> Arg<T> opaque(String name, Class<T> java) {
        return new Arg<>(java.getSimpleName(), OpaqueType.create(name), java);
    }

    private static void urls(Fn functions) {
        functions
                .global("url", URL.type(), STRING, UrlValue::parse)
                .global("isURL", SimpleType.BOOL, STRING, UrlValue::isUrl)
                .member("getScheme", SimpleType.STRING, URL, UrlValue::scheme)
                .member("getHost", SimpleType.STRING, URL, UrlValue::host)
                .member("getHostname", SimpleType.STRING, URL, UrlValue::hostname)
                .member("getPort", SimpleType.STRING, URL, UrlValue::port)
                .member("getEscapedPath", SimpleType.STRING, URL, UrlValue::escapedPath)
                .member(
                        "getQuery",
                        MapType.create(SimpleType.STRING, ListType.create(SimpleType.STRING)),
                        URL,
                        UrlValue::query);
    }

    private static void addresses(Fn functions) {
        functions
                .global("ip", IP.type(), STRING, IpValue::parse)
                .global("isIP", SimpleType.BOOL, STRING, IpValue::isIp)
                .global("ip.isCanonical", SimpleType.BOOL, STRING, IpValue::isCanonical)
                .global("string", SimpleType.STRING, IP, IpValue::toString)
                .member("family", SimpleType.INT, IP, IpValue::family)
                .member("isUnspecified", SimpleType.BOOL, IP, ip -> ip.address().isAnyLocalAddress())
                .member("isLoopback", SimpleType.BOOL, IP, ip -> ip.address().isLoopbackAddress())
                .member(
                        "isLinkLocalMulticast",
                        SimpleType.BOOL,
                        IP,
                        ip -> ip.address().isMCLinkLocal())
                .member(
                        "isLinkLocalUnicast",
                        SimpleType.BOOL,
                        IP,
                        ip -> ip.address().isLinkLocalAddress())
                .member("isGlobalUnicast", SimpleType.BOOL, IP, IpValue::isGlobalUnicast);
    }

    private static void networks(Fn functions) {
        functions
                .global("cidr", CIDR.type(), STRING, CidrValue::parse)
                .global("isCIDR", SimpleType.BOOL, STRING, CidrValue::isCidr)
                .global("string", SimpleType.STRING, CIDR, CidrValue::toString)
                .member("containsIP", SimpleType.BOOL, CIDR, IP, CidrValue::contains)
                .member("containsIP", SimpleType.BOOL, CIDR, STRING, (net, ip) -> net.contains(IpValue.parse(ip)))
                .member("containsCIDR", SimpleType.BOOL, CIDR, CIDR, CidrValue::containsAll)
                .member(
                        "containsCIDR",
                        SimpleType.BOOL,
                        CIDR,
                        STRING,
                        (net, other) -> net.containsAll(CidrValue.parse(other)))
                .member("ip", IP.type(), CIDR, CidrValue::ip)
                .member("masked", CIDR.type(), CIDR, CidrValue::masked)
                .member("prefixLength", SimpleType.INT, CIDR, net -> (long) net.prefix());
    }

    private static void quantities(Fn functions) {
        functions
                .global("quantity", QUANTITY.type(), STRING, QuantityValue::parse)
                .global("isQuantity", SimpleType.BOOL, STRING, QuantityValue::isQuantity)
                .member("isInteger", SimpleType.BOOL, QUANTITY, QuantityValue::isInteger)
                .member("asInteger", SimpleType.INT, QUANTITY, QuantityValue::asInteger)
                .member("asApproximateFloat", SimpleType.DOUBLE, QUANTITY, QuantityValue::asFloat)
                .member("sign", SimpleType.INT, QUANTITY, QuantityValue::sign)
                .member("compareTo", SimpleType.INT, QUANTITY, QUANTITY, (a, b) -> (long) a.compareTo(b))
                .member("isGreaterThan", SimpleType.BOOL, QUANTITY, QUANTITY, (a, b) -> a.compareTo(b) > 0)
                .member("isLessThan", SimpleType.BOOL, QUANTITY, QUANTITY, (a, b) -> a.compareTo(b) < 0)
                .member("add", QUANTITY.type(), QUANTITY, QUANTITY, QuantityValue::plus)
                .member("add", QUANTITY.type(), QUANTITY, INT, (a, b) -> a.plus(QuantityValue.of(b)))
                .member("sub", QUANTITY.type(), QUANTITY, QUANTITY, QuantityValue::minus)
                .member("sub", QUANTITY.type(), QUANTITY, INT, (a, b) -> a.minus(QuantityValue.of(b)));
    }

    private static void lists(Fn functions) {
        functions
                .member("isSorted", SimpleType.BOOL, LIST, ListFunctions::isSorted)
                .member("sum", T, LIST, ListFunctions::sum)
                .member("min", T, LIST, ListFunctions::min)
                .member("max", T, LIST, ListFunctions::max)
                .member("indexOf", SimpleType.INT, LIST, ITEM, (list, item) -> (long) list.indexOf(item))
                .member("lastIndexOf", SimpleType.INT, LIST, ITEM, (list, item) -> (long) list.lastIndexOf(item));
    }

    private static void texts(Fn functions) {
        functions
                .member("format", SimpleType.STRING, STRING, VALUES, StringFormat::format)
                .member("find", SimpleType.STRING, STRING, STRING, (text, regex) -> {
                    var matcher = Pattern.compile(regex).matcher(text);
                    return matcher.find() ? matcher.group() : "";
                })
                .member(
                        "findAll",
                        ListType.create(SimpleType.STRING),
                        STRING,
                        STRING,
                        (text, regex) -> Pattern.compile(regex)
                                .matcher(text)
                                .results()
                                .map(found -> found.group())
                                .toList());
    }
}
