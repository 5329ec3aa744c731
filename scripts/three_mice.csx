#r "nuget: Pathmind.Scripting, 0.1.0"
#load "three_mice.cs"
