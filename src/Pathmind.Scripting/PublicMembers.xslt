<?xml version="1.0" encoding="utf-8"?>
<!-- Leaves out of the documentation file what only the kit itself can see: two thirds of it. Public are the namespaces Pathmind and Pathmind.Hosting; all others are internal. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:output method="xml" encoding="utf-8" />
  <xsl:variable name="internal">|Checks|Comparisons|Displays|Drawings|EventFiles|Files|Networks|Numerics|Policies|Pythons|Reporting|Reports|Rollouts|Simulations|Sweeps|Training|Tuning|Words|</xsl:variable>
  <xsl:template match="@* | node()">
    <xsl:copy><xsl:apply-templates select="@* | node()" /></xsl:copy>
  </xsl:template>
  <xsl:template match="member">
    <xsl:variable name="first" select="substring-before(concat(substring-after(@name, ':Pathmind.'), '.'), '.')" />
    <xsl:if test="$first and not(contains($internal, concat('|', $first, '|')))">
      <xsl:copy><xsl:apply-templates select="@* | node()" /></xsl:copy>
    </xsl:if>
  </xsl:template>
</xsl:stylesheet>
