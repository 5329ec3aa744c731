#r "nuget: Pathmind.Scripting"
#load "three_mice.cs"
