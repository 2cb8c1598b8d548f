/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Terraform, with the provider dmacvicar/libvirt. Up to 0.8 it has no setting for a topology, but
 * passes the domain's XML through a stylesheet of the user; since 0.9 it has one.
 */
#include "emit_forms.h"

/* The comment tells both ways. It must not contain two dashes in a row. */
static void
add_comment(const struct topofix_emit_guest *guest, struct topofix_buffer *text)
{
    const char *comma = "";

    topofix_buffer_add_format(text,
                              "<!-- Provider dmacvicar/libvirt up to 0.8, beside vcpu = %u:\n"
                              "       xml { xslt = file(\"FILE.xsl\") }\n"
                              "     Since 0.9 it needs no stylesheet:\n"
                              "       vcpu = %u\n",
                              guest->maximum, guest->maximum);
    if (guest->present < guest->maximum) {
        topofix_buffer_add_format(text, "       vcpu_current = %u\n", guest->present);
    }
    topofix_buffer_add_text(text, "       cpu = { topology = { ");
    for (int level = 0; level < TOPOFIX_LEVELS; level++) {
        bool is_optional = level == TOPOFIX_LEVEL_DIES || level == TOPOFIX_LEVEL_CLUSTERS;

        if (!is_optional || guest->topology.count[level] > 1) {
            topofix_buffer_add_format(text, "%s%s = %u", comma,
                                      topofix_level_name((enum topofix_level)level),
                                      guest->topology.count[level]);
            comma = ", ";
        }
    }
    topofix_buffer_add_text(text, " } } -->\n");
}

static void
add_topology(const struct topofix_emit_guest *guest, struct topofix_buffer *text)
{
    topofix_buffer_add_text(text, "      <topology");
    for (int level = 0; level < TOPOFIX_LEVELS; level++) {
        bool is_optional = level == TOPOFIX_LEVEL_DIES || level == TOPOFIX_LEVEL_CLUSTERS;

        if (!is_optional || guest->topology.count[level] > 1) {
            topofix_buffer_add_format(text, " %s=\"%u\"",
                                      topofix_level_name((enum topofix_level)level),
                                      guest->topology.count[level]);
        }
    }
    topofix_buffer_add_text(text, "/>\n");
}

/*
 * Everything is copied, but the topology, which the stylesheet puts into <cpu>, or into a new one.
 * It leaves the number of vCPUs alone: if that is changed later and the stylesheet is not, libvirt
 * refuses the two, and nothing is lost silently.
 */
int
topofix_emit_terraform(const struct topofix_emit_guest *guest, struct topofix_buffer *ret_text,
                       struct topofix_error *err)
{
    (void)err;
    topofix_buffer_add_text(ret_text, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    add_comment(guest, ret_text);
    topofix_buffer_add_text(
        ret_text, "<xsl:stylesheet version=\"1.0\" "
                  "xmlns:xsl=\"http://www.w3.org/1999/XSL/Transform\">\n"
                  "  <xsl:output omit-xml-declaration=\"yes\"/>\n"
                  "  <xsl:template match=\"node() | @*\">\n"
                  "    <xsl:copy><xsl:apply-templates select=\"node() | @*\"/></xsl:copy>\n"
                  "  </xsl:template>\n"
                  "  <xsl:template name=\"topology\">\n");
    add_topology(guest, ret_text);
    topofix_buffer_add_text(
        ret_text, "  </xsl:template>\n"
                  "  <xsl:template match=\"/domain/cpu\">\n"
                  "    <xsl:copy>\n"
                  "      <xsl:apply-templates select=\"@* | node()[not(self::topology)]\"/>\n"
                  "      <xsl:call-template name=\"topology\"/>\n"
                  "    </xsl:copy>\n"
                  "  </xsl:template>\n"
                  "  <xsl:template match=\"/domain[not(cpu)]\">\n"
                  "    <xsl:copy>\n"
                  "      <xsl:apply-templates select=\"@* | node()\"/>\n"
                  "      <cpu><xsl:call-template name=\"topology\"/></cpu>\n"
                  "    </xsl:copy>\n"
                  "  </xsl:template>\n");
    if (guest->present < guest->maximum) {
        topofix_buffer_add_format(ret_text,
                                  "  <xsl:template match=\"/domain/vcpu\">\n"
                                  "    <xsl:copy>\n"
                                  "      <xsl:copy-of select=\"@*\"/>\n"
                                  "      <xsl:attribute name=\"current\">%u</xsl:attribute>\n"
                                  "      <xsl:value-of select=\".\"/>\n"
                                  "    </xsl:copy>\n"
                                  "  </xsl:template>\n",
                                  guest->present);
    }
    topofix_buffer_add_text(ret_text, "</xsl:stylesheet>\n");
    return 0;
}
